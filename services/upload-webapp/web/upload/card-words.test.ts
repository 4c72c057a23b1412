import { describe, expect, it } from 'vitest';
import { newsOf, paceWords, percentOf, queueWords, shortHash } from './card-words.js';
import type { NeedsFile, Phase, QueuedFile } from './queue.js';
import { queued } from './testing/queued.js';

const MIB = 1024 ** 2;
const at = (now: string, more: Partial<QueuedFile> = {}) => queued({ ...more, phase: { at: now } as Phase });
const begunBefore = (more: Partial<NeedsFile>) =>
  queued({
    phase: { at: 'needs-file', expiresAt: '', isPaused: false, isSentElsewhere: false, handle: undefined, ...more },
  });

it('100 percent are shown only when all bytes are sent', () =>
  expect([0, 999, 1_000].map((sentBytes) => percentOf({ sentBytes, sizeBytes: 1_000 }))).toEqual([0, 99, 100]));

it.each<[Partial<QueuedFile>, string]>([
  [{}, '10 MiB of 100 MiB'],
  [{ bytesPerSecond: 3 * MIB }, '10 MiB of 100 MiB · 3 MiB/s · 30 seconds left'],
  [{ bytesPerSecond: 0 }, '10 MiB of 100 MiB · reading the file for its checksum'],
  [{ bytesPerSecond: 0, sha256: 'aa' }, '10 MiB of 100 MiB · no bytes are moving, waiting for the network'],
  [{ sentBytes: 100 * MIB }, 'All sent. The server is saving the last part.'],
])('%j reads %j', (more, words) =>
  expect(paceWords(queued({ sizeBytes: 100 * MIB, sentBytes: 10 * MIB, ...more }))).toBe(words),
);

describe('queueWords', () => {
  it('counts the files by where they are', () =>
    expect(queueWords(['sending', 'retrying', 'waiting', 'paused', 'arrived'].map((now) => at(now)))).toBe(
      '5 files: 1 being sent, 1 without connection, 1 waiting, 1 paused, 1 arrived',
    ));

  it('knows one file, and one of which there is nothing to tell', () => {
    expect(queueWords([begunBefore({})])).toBe('1 file: interrupted');
    expect(queueWords([begunBefore({ isPaused: true })])).toBe('1 file: paused');
    expect(queueWords([begunBefore({ isPaused: true, isSentElsewhere: true })])).toBe('1 file: being sent elsewhere');
    expect(queueWords([at('cancelled')])).toBe('1 file');
  });
});

describe('newsOf', () => {
  it('tells the steps of each file, and never its percents', () => {
    const before = [at('sending', { key: 'a', name: 'a.mp4' }), at('sending', { key: 'b', name: 'b.mp4' })];
    const now = [at('sending', { key: 'a', sentBytes: 3 }), at('arrived', { key: 'b', name: 'b.mp4' })];
    expect(newsOf(before, now)).toBe('b.mp4 has arrived.');
    expect(newsOf(now, now)).toBe('');
  });
});

it('a hash is shown by its ends', () =>
  expect(shortHash(`${'a'.repeat(32)}${'b'.repeat(32)}`)).toBe('aaaaaaaa … bbbbbbbb'));
