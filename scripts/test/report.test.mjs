import { expect, test } from 'vitest';
import { summary } from './report.mjs';

const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
const lint = { name: 'lint', ok: true, seconds: 1 };
const unit = { name: 'unit', ok: true, seconds: 2, tests: { ...none, numPassedTests: 40 } };

/** @param {import('./report.mjs').StepResult[]} results */
const lastLine = (...results) => summary(results).split('\n').at(-1);

test('the last line adds up the tests of every step', () => {
  expect(lastLine(lint, unit, { ...unit, tests: { ...none, numPassedTests: 2 } })).toBe('42 passed, 0 failed');
});

test('a step without tests that fails counts', () => {
  expect(lastLine({ ...lint, ok: false })).toBe('0 passed, 1 failed');
});

test('a run that fails outside of a test counts', () => {
  expect(lastLine(lint, { ...unit, ok: false })).toBe('40 passed, 1 failed');
});

test('a skipped test counts as failed', () => {
  const tests = { ...none, numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };
  expect(lastLine({ ...unit, ok: false, tests })).toBe('3 passed, 3 failed');
});
