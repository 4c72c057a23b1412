import { afterEach, expect, it, vi } from 'vitest';
import { createCueReader } from './caption-cues.js';

const TEXT = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nGrüße\n';
const TEXT_BYTES = Buffer.byteLength(TEXT);
const CUES = [expect.objectContaining({ startSeconds: 1, text: 'Grüße' })];

/** A store, and the keys that were read from it. */
function stored(texts: Record<string, string>, maxBytes: number) {
  const reads: string[] = [];
  const getText = async (key: string) => {
    reads.push(key);
    return texts[key] ?? null;
  };
  return { texts, reads, read: createCueReader({ getText }, maxBytes) };
}

/** Stops the clock of the cache, and the timer by which it looks at it anew. @returns what goes on with them */
function stoppedClock() {
  let nowMs = 1;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  return (milliseconds: number) => {
    nowMs += milliseconds;
    vi.advanceTimersByTime(milliseconds);
  };
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('reads a text once, also for those who ask at the same time', async () => {
  const { read, reads } = stored({ a: TEXT }, TEXT_BYTES);
  expect(await Promise.all([read('a'), read('a')])).toEqual([CUES, CUES]);
  expect(await read('a')).toEqual(CUES);
  expect(reads).toEqual(['a']);
});

it('keeps as many bytes as there is room for, those that were asked for last, and nothing larger', async () => {
  const { read, reads } = stored(
    { a: TEXT, b: TEXT, c: TEXT, large: `${TEXT}${'x'.repeat(TEXT_BYTES + 1)}` },
    2 * TEXT_BYTES,
  );
  for (const key of ['a', 'b', 'a', 'b', 'c', 'b', 'a', 'large', 'large']) await read(key);
  expect(reads).toEqual(['a', 'b', 'c', 'a', 'large', 'large']);
});

it('looks again for what was not there, and after a minute for what was deleted', async () => {
  const passMs = stoppedClock();
  const { read, reads, texts } = stored({}, TEXT_BYTES);
  expect(await read('a')).toBeUndefined();
  texts.a = TEXT;
  expect(await read('a')).toEqual(CUES);
  delete texts.a;
  passMs(60_000);
  expect(await read('a')).toEqual(CUES);
  passMs(1);
  expect(await read('a')).toBeUndefined();
  expect(reads).toEqual(['a', 'a', 'a']);
});
