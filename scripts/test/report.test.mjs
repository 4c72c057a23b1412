import { expect, test } from 'vitest';
import { summary } from './report.mjs';

const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
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

test('what failed is told with its reason, also a file that could not be run', () => {
  const testResults = [
    {
      name: 'a.test.ts',
      assertionResults: [
        { fullName: 'adds', status: 'passed', failureMessages: [] },
        { fullName: 'divides', status: 'failed', failureMessages: ['expected 1 to be 2'] },
      ],
    },
    { name: 'b.test.ts', message: 'Cannot find module', assertionResults: [] },
  ];
  const told = summary([{ ...unit, ok: false, tests: { ...none, numFailedTests: 1, testResults } }]);
  expect(told).toContain('a.test.ts > divides\nexpected 1 to be 2');
  expect(told).toContain('b.test.ts\nCannot find module');
  expect(told).not.toContain('adds');
});
