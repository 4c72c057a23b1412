/**
 * @typedef {object} StepResult
 * @property {string} name
 * @property {boolean} ok
 * @property {number} seconds
 * @property {VitestCounts} [tests] of a step that runs tests
 */

/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} VitestCounts what Vitest's JSON reporter calls them */

/** A test that is skipped proves nothing, so it counts as failed. @param {VitestCounts} counts */
export const hasSkipped = ({ numPendingTests, numTodoTests }) => numPendingTests + numTodoTests > 0;

/** @param {StepResult} result */
function failures({ ok, tests }) {
  if (!tests) return ok ? 0 : 1;
  const failed = tests.numFailedTests + tests.numPendingTests + tests.numTodoTests;
  return ok ? failed : Math.max(failed, 1);
}

/**
 * One line a step, and a last line of the form `12 passed, 0 failed`, which counts tests. A failed step without tests counts as one.
 * @param {StepResult[]} results
 */
export function summary(results) {
  const lines = results.map(
    ({ name, ok, seconds }) => `${ok ? 'ok    ' : 'FAILED'}  ${name}  (${seconds.toFixed(1)} s)`,
  );
  const passed = results.reduce((sum, { tests }) => sum + (tests?.numPassedTests ?? 0), 0);
  const failed = results.reduce((sum, result) => sum + failures(result), 0);
  return [...lines, '', `${passed} passed, ${failed} failed`].join('\n');
}
