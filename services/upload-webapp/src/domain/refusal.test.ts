import { expect, it } from 'vitest';
import { announcesTooMuch, FORM_OVERHEAD_MAX_BYTES, formatBytes, refusalOf, tooLarge } from './refusal.js';

it.each([
  ['text', 415],
  ['html', 415],
  ['archive', 415],
  ['image', 415],
  ['document', 415],
  ['unknown', 415],
  ['empty', 422],
] as const)('a file that is %s gets %i', (rejected, status) => {
  const problem = refusalOf(rejected);
  expect(problem.status).toBe(status);
  expect(problem.detail).toMatch(/^The file is .+\./);
});

it('says a size as people do', () => {
  expect([0, 1023, 1024, 1.5 * 1024 ** 2, 20 * 1024 ** 3].map(formatBytes)).toEqual([
    '0 bytes',
    '1023 bytes',
    '1 KiB',
    '1.5 MiB',
    '20 GiB',
  ]);
  expect(tooLarge(20 * 1024 ** 3).detail).toContain('20 GiB');
});

it('judges the announced length of a form only beyond what the form itself may add', () => {
  const edge = 100 + FORM_OVERHEAD_MAX_BYTES;
  expect([undefined, '0', `${edge}`, `${edge + 1}`].map((length) => announcesTooMuch(length, 100))).toEqual([
    false,
    false,
    false,
    true,
  ]);
});
