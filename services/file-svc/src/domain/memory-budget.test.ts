import { expect, it } from 'vitest';
import { memoryBudget } from './memory-budget.js';

/** Jobs of these sizes that were begun in this order; each ends when it is told to. */
async function begin(totalBytes: number, ...sizes: number[]) {
  const within = memoryBudget(totalBytes);
  const started: number[] = [];
  const jobs = sizes.map((sizeBytes, index) => {
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const running = within(sizeBytes, () => {
      started.push(index);
      return finished;
    });
    const end = () => {
      finish();
      return running;
    };
    return { end };
  });
  await Promise.resolve();
  return { started, jobs };
}

it('lets in what just fits, and holds back what does not until there is room', async () => {
  const { started, jobs } = await begin(10, 4, 6, 1);
  expect(started).toEqual([0, 1]);
  await jobs[0]?.end();
  expect(started).toEqual([0, 1, 2]);
});

it('lets nothing small overtake what is large', async () => {
  const { started, jobs } = await begin(10, 6, 10, 1);
  expect(started).toEqual([0]);
  await jobs[0]?.end();
  expect(started).toEqual([0, 1]);
  await jobs[1]?.end();
  expect(started).toEqual([0, 1, 2]);
});

it('takes back the room of work that fails', async () => {
  const within = memoryBudget(10);
  await expect(within(10, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await within(10, async () => 'let in')).toBe('let in');
});
