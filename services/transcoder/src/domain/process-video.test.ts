import { describe, expect, it } from 'vitest';
import { PassingFault, PermanentFault, Stopping, Superseded, Yielding } from './faults.js';
import { NO_PICTURES } from './pictures/stored-pictures.js';
import { type ClaimResult, type ProcessDeps, processVideo } from './process-video.js';
import type { Claim, Published } from './transcode-deps.js';

const ID = '7c1f0a52-3f0e-4c6e-9d55-0c8d1f3f9a10';
const published: Published = { hlsPath: 'hls/x', durationSeconds: 1, width: 2, height: 2, renditions: [] };

function setUp(
  over: {
    claim?: ClaimResult;
    transcode?: () => Promise<Published>;
    times?: number;
    visible?: boolean;
    holds?: boolean;
    playable?: boolean;
    journalKey?: string;
    poster?: string;
  } = {},
) {
  const done: string[] = [];
  const claim: Claim = {
    videoId: ID,
    attempt: 2,
    sourceKey: 'source/x',
    sourceBytes: null,
    isPlayable: over.playable ?? false,
    journalKey: over.journalKey ?? null,
    progressPercent: 0,
    pictures: { ...NO_PICTURES, poster: over.poster ?? null },
  };
  const deps: ProcessDeps = {
    records: {
      holds: async () => over.holds ?? true,
      claim: async () => over.claim ?? { kind: 'claimed', claim },
      publish: async () => {
        done.push('publish');
        return over.visible ?? true;
      },
      fail: async (_claim, { code }) => {
        done.push(`fail ${code}`);
        return true;
      },
      giveBack: async (_claim, why) => {
        done.push(`give back ${why}`);
        return over.times ?? 1;
      },
    },
    patience: { maxLosses: 5, maxPassingFaults: 10, passingDelayBaseMs: 1_000, passingDelayMaxMs: 15_000 },
    busyDelayMs: 77,
    transcode: over.transcode ?? (async () => published),
    removeOutput: async () => void done.push('remove'),
    removeUnused: async () => void done.push('remove unused'),
    isAway: (error) => (error as { away?: boolean }).away === true,
    note: () => {},
  };
  return { run: () => processVideo(ID, deps), done };
}
const failing = (error: unknown) => async () => {
  throw error;
};

describe('one video of the queue', () => {
  it('is published', async () => {
    const { run, done } = setUp();
    expect(await run()).toEqual({ kind: 'done' });
    expect(done).toEqual(['remove', 'publish', 'remove unused']);
  });
  it('keeps what an earlier attempt published until there is something newer', async () => {
    const { run, done } = setUp({ playable: true });
    await run();
    expect(done).toEqual(['publish', 'remove unused']);
  });
  it('goes on with what an earlier attempt wrote down', async () => {
    const { run, done } = setUp({ journalKey: 'hls/x/1/journal.json' });
    await run();
    expect(done).toEqual(['publish', 'remove unused']);
  });
  it('keeps the pictures that an earlier attempt made', async () => {
    const { run, done } = setUp({ poster: 'hls/x/1/pictures/poster.jpg' });
    await run();
    expect(done).toEqual(['publish', 'remove unused']);
  });
  it('is left alone when there is nothing to do', async () => {
    const { run, done } = setUp({ claim: { kind: 'nothing-to-do' } });
    expect(await run()).toEqual({ kind: 'done' });
    expect(done).toEqual([]);
  });
  it('waits while another worker has it', async () =>
    expect(await setUp({ claim: { kind: 'busy' } }).run()).toEqual({ kind: 'later', delayMs: 77 }));
  it('fails at once for a fault of its own, after everything of it is removed', async () => {
    const { run, done } = setUp({ transcode: failing(new PermanentFault('unreadable')) });
    expect(await run()).toEqual({ kind: 'done' });
    expect(done).toEqual(['remove', 'remove', 'fail unreadable']);
  });
  it('fails not, and loses nothing, when another worker has it by then', async () => {
    const { run, done } = setUp({ transcode: failing(new PermanentFault('unreadable')), holds: false });
    expect(await run()).toEqual({ kind: 'done' });
    expect(done).toEqual(['remove']);
  });
  it.each([
    ['a passing fault', new PassingFault('away')],
    ['an error of something away', Object.assign(new Error('away'), { away: true })],
  ])('is put off by %s', async (_what, error) => {
    const { run, done } = setUp({ transcode: failing(error), times: 3 });
    expect(await run()).toEqual({ kind: 'later', delayMs: 4_000 });
    expect(done).toEqual(['remove', 'give back passing']);
  });
  it('fails when passing faults do not pass', async () => {
    const { run, done } = setUp({ transcode: failing(new PassingFault('away')), times: 10 });
    await run();
    expect(done).toContain('fail transcode-failed');
  });
  it('counts an error that nobody foresaw like a dead worker', async () => {
    await expect(setUp({ transcode: failing(new TypeError('x')), times: 4 }).run()).resolves.toMatchObject({
      kind: 'later',
    });
    const { run, done } = setUp({ transcode: failing(new TypeError('x')), times: 5 });
    await run();
    expect(done).toEqual(['remove', 'give back lost', 'remove', 'fail transcode-failed']);
  });
  it.each([
    ['stopping', new Stopping()],
    ['yielding', new Yielding()],
  ])('goes back when the worker is %s', async (why, error) => {
    const { run, done } = setUp({ transcode: failing(error) });
    expect(await run()).toEqual({ kind: 'give-back' });
    expect(done).toEqual(['remove', `give back ${why}`]);
  });
  it('is not touched when the claim is lost', async () => {
    const { run, done } = setUp({ transcode: failing(new Superseded()) });
    expect(await run()).toEqual({ kind: 'done' });
    expect(done).toEqual(['remove']);
  });
});
