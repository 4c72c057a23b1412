import { Problem } from '@kinora/service-kit';
import { expect, it } from 'vitest';
import { Stopped } from './stopped.js';
import { createWriters } from './writers.js';

const stopped = () => new Stopped(new Problem('upload-locked'), true);

/** Writes until it is stopped, and a while longer. */
const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => setImmediate(() => reject(signal.reason)));
  });

it('stops the older writer, and lets the newer one begin when it has ended', async () => {
  const writers = createWriters();
  const told = stopped();
  const events: string[] = [];
  const older = writers.write('a', stopped(), untilStopped).catch((why) => {
    events.push('older ended');
    return why;
  });
  const newer = writers.write('a', told, async () => {
    events.push('newer began');
    return 7;
  });
  expect(await newer).toBe(7);
  expect(await older).toBe(told);
  expect(events).toEqual(['older ended', 'newer began']);
});

it('lets the newest of three win', async () => {
  const writers = createWriters();
  const first = writers.write('a', stopped(), untilStopped).catch(() => 'stopped');
  const second = writers.write('a', stopped(), untilStopped).catch(() => 'stopped');
  const third = writers.write('a', stopped(), async () => 'wrote');
  expect(await Promise.all([first, second, third])).toEqual(['stopped', 'stopped', 'wrote']);
});

it('leaves writers of other uploads alone, until all are stopped', async () => {
  const writers = createWriters();
  const other = writers.write('b', stopped(), untilStopped).catch(() => 'stopped');
  expect(await writers.write('a', stopped(), async () => 'wrote')).toBe('wrote');
  await writers.stop('a', stopped());
  await writers.stopAll(stopped());
  expect(await other).toBe('stopped');
});
