import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createSha256 } from './sha256.js';

const bytes = randomBytes(300_000);
const expected = createHash('sha256').update(bytes).digest('hex');

it('goes on from a state that was kept, also by another', async () => {
  let state: Buffer | null = null;
  for (const [from, to] of [
    [0, 1],
    [1, 64],
    [64, 200_001],
    [200_001, bytes.length],
  ] as const) {
    state = await createSha256().append(state, bytes.subarray(from, to));
  }
  expect(await createSha256().digest(state as Buffer)).toBe(expected);
  expect(state?.length).toBeLessThan(255);
});

it('keeps several files apart, and hashes shared memory', async () => {
  const sha256 = createSha256();
  const shared = Buffer.from(new SharedArrayBuffer(bytes.length));
  bytes.copy(shared);
  const states = await Promise.all([sha256.append(null, shared), sha256.append(null, Buffer.from('abc'))]);
  expect(await Promise.all(states.map((state) => sha256.digest(state)))).toEqual([
    expected,
    createHash('sha256').update('abc').digest('hex'),
  ]);
});
