import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { isDiskFull } from './scratch.js';

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

it('knows a full disk by the error of a real one (full(4)), and no other error for one', async () => {
  expect(isDiskFull(await errorOf(writeFile('/dev/full', 'x')))).toBe(true);
  expect(isDiskFull(await errorOf(writeFile('/dev/full/x', 'x')))).toBe(false);
  expect(isDiskFull(null)).toBe(false);
});
