/**
 * @typedef {object} StepResult
 * @property {string} name
 * @property {boolean} ok
 * @property {number} seconds
 * @property {VitestCounts} [tests] of a step that runs tests
 */

/** @typedef {{ fullName: string, status: string, failureMessages?: string[] }} VitestTest */
/** @typedef {{ name: string, message?: string, assertionResults: VitestTest[] }} VitestFile message: why the file could not be run */
/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: VitestFile[] }} VitestCounts what Vitest's JSON reporter calls them */

/** What the end of a log can hold. */
const MESSAGE_CHARS = 1_500;

/** A test that is skipped proves nothing, so it counts as failed. @param {VitestCounts} counts */
export const hasSkipped = ({ numPendingTests, numTodoTests }) => numPendingTests + numTodoTests > 0;

/** @param {StepResult} result */
function failures({ ok, tests }) {
  if (!tests) return ok ? 0 : 1;
  const failed = tests.numFailedTests + tests.numPendingTests + tests.numTodoTests;
  return ok ? failed : Math.max(failed, 1);
}

/** @param {VitestFile} file @returns {string[]} */
function whyFailed({ name, message, assertionResults }) {
  const tests = assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages = [] }) => `${name} > ${fullName}\n${failureMessages.join('\n')}`);
  const whys = tests.length === 0 && message ? [`${name}\n${message}`] : tests;
  return whys.map((why) => `FAILED  ${why.slice(0, MESSAGE_CHARS)}\n`);
}

/**
 * What failed and why, so that the end of a long log says it; one line a step; and a last line of the form `12 passed, 0 failed`, which
 * counts tests. A failed step without tests counts as one.
 * @param {StepResult[]} results
 */
export function summary(results) {
  const lines = results.map(
    ({ name, ok, seconds }) => `${ok ? 'ok    ' : 'FAILED'}  ${name}  (${seconds.toFixed(1)} s)`,
  );
  const passed = results.reduce((sum, { tests }) => sum + (tests?.numPassedTests ?? 0), 0);
  const failed = results.reduce((sum, result) => sum + failures(result), 0);
  const whys = results.flatMap(({ tests }) => tests?.testResults ?? []).flatMap(whyFailed);
  return [...whys, ...lines, '', `${passed} passed, ${failed} failed`].join('\n');
}
