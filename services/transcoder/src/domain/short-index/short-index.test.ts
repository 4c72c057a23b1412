import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { box, u32 } from '../../../test/hostile/movie.js';
import { boxesIn, findBox } from '../boxes.js';
import { shortenIndex } from './short-index.js';

interface TrackOptions {
  id?: number;
  samples?: number;
  /** Samples in each chunk; the last one has the rest. */
  perChunk?: number;
  /** Of all samples, where they have the same size. */
  sampleBytes?: number;
  offsets?: 'stco' | 'co64';
  /** Version of the track's header. */
  version?: 0 | 1;
  /** Where the parts of it begin that are shown, in ticks. */
  edits?: number[];
  /** The samples that are key frames, counted from 1; all when it is left out. */
  keys?: number[];
}

const TICKS_PER_SECOND = 50;
const SAMPLE_TICKS = 2;
const SAMPLES_PER_SECOND = TICKS_PER_SECOND / SAMPLE_TICKS;

/** The upper half of every offset that takes eight bytes. */
const LONG_OFFSETS_FROM = 3;

const numbers = (count: number, of: (nth: number) => number[]) =>
  Array.from({ length: count }, (_, n) => of(n).map(u32));
const table = (type: string, before: number[], rows: Buffer[][]): Buffer =>
  box(type, ...[0, ...before, rows.length].map(u32), ...rows.flat());

/** Samples of 1, 2, 3, ... bytes. */
function track({ id = 1, samples = 6_000, perChunk = 7, ...options }: TrackOptions): Buffer {
  const { sampleBytes = 0, offsets = 'stco', version = 0, edits = [], keys } = options;
  const chunks = Math.ceil(samples / perChunk);
  const rest = samples - (chunks - 1) * perChunk;
  const sizes =
    sampleBytes === 0
      ? table(
          'stsz',
          [0],
          numbers(samples, (n) => [n + 1]),
        )
      : box('stsz', u32(0), u32(sampleBytes), u32(samples));
  const tables = box(
    'stbl',
    table('stts', [], [[u32(samples), u32(SAMPLE_TICKS)]]),
    ...(keys
      ? [
          table(
            'stss',
            [],
            numbers(keys.length, (n) => [keys[n] ?? 0]),
          ),
        ]
      : []),
    table(
      'ctts',
      [],
      numbers(samples, () => [1, 2]),
    ),
    table('stsc', [], [[1, perChunk, 1].map(u32), [chunks, rest, 1].map(u32)]),
    sizes,
    table(
      offsets,
      [],
      numbers(chunks, (n) => (offsets === 'co64' ? [LONG_OFFSETS_FROM, n] : [n])),
    ),
  );
  const header =
    version === 1 ? [u32(2 ** 24), u32(0), u32(0), u32(0), u32(0), u32(id)] : [u32(0), u32(0), u32(0), u32(id)];
  const list = table(
    'elst',
    [],
    edits.map((time) => [9, time, 1].map((value) => u32(value >>> 0))),
  );
  return box(
    'trak',
    box('tkhd', ...header),
    box('edts', list),
    box('mdia', box('mdhd', ...[0, 0, 0, TICKS_PER_SECOND].map(u32)), box('minf', tables)),
  );
}
const index = (...boxes: Buffer[]): Buffer => box('moov', box('mvhd', u32(5)), ...boxes);

const everySeconds = (seconds: number): number[] =>
  Array.from({ length: Math.floor(200 / seconds) }, (_, n) => n * seconds * SAMPLES_PER_SECOND + 1);

/** What the tables of a track have room for, and how many entries they say that they have. */
function entriesOf(moov: Buffer, type: string, countAt = 4) {
  const content = findBox(moov, type);
  return content && { says: content.readUInt32BE(countAt), bytes: content.length - countAt - 4 };
}

describe('a long index', () => {
  it.each(['stco', 'co64'] as const)('names whole chunks at the start of a track, placed by %s', (offsets) => {
    const moov = index(track({ offsets }));
    const short = shortenIndex(moov);
    const chunks = Math.ceil((24 * SAMPLES_PER_SECOND) / 7);
    const samples = chunks * 7;
    expect(entriesOf(short?.bytes ?? moov, 'stsz', 8)).toEqual({ says: samples, bytes: samples * 4 });
    expect(entriesOf(short?.bytes ?? moov, 'ctts')).toEqual({ says: samples, bytes: samples * 8 });
    expect(entriesOf(short?.bytes ?? moov, 'stsc')).toEqual({ says: 1, bytes: 12 });
    expect(entriesOf(short?.bytes ?? moov, offsets)).toEqual({
      says: chunks,
      bytes: chunks * (offsets === 'co64' ? 8 : 4),
    });
    expect(short?.endByte).toBe(offsets === 'co64' ? LONG_OFFSETS_FROM * 2 ** 32 + chunks : chunks);
    expect(short?.bitratesBps).toEqual(new Map([[1, (((6_000 * 6_001) / 2) * 8 * SAMPLES_PER_SECOND) / 6_000]]));
  });

  it('takes as many bytes, and keeps all else', () => {
    const moov = index(track({}), box('udta', u32(7)));
    const short = shortenIndex(moov)?.bytes ?? moov;
    expect(short.length).toBe(moov.length);
    expect([...boxesIn(short)].map(({ type }) => type)).toEqual(['moov', 'free']);
    for (const kept of ['mvhd', 'udta', 'stts', 'tkhd'])
      expect([...boxesIn(findBox(short, 'moov') ?? short)].find(({ type }) => type === kept)?.content).toEqual(
        [...boxesIn(findBox(moov, 'moov') ?? moov)].find(({ type }) => type === kept)?.content,
      );
    expect(findBox(short, 'stts')).toEqual(findBox(moov, 'stts'));
  });

  it('stays as it is for tracks that are short, or whose samples have one size', () => {
    const [short, sound] = [track({ id: 2, samples: 600 }), track({ id: 3, sampleBytes: 4 })];
    const { bytes, bitratesBps } = shortenIndex(index(track({ version: 1, id: 9 }), short, sound)) ?? {};
    expect([...(bitratesBps?.keys() ?? [])]).toEqual([9]);
    expect(bytes?.includes(short)).toBe(true);
    expect(bytes?.includes(sound)).toBe(true);
  });

  it.each([
    ['five segments, and a piece of sound', everySeconds(2), 20 + 4],
    ['as many of the length that key frames leave', everySeconds(5), 25 + 4],
    ['as much as players wait for', everySeconds(30), 100 + 4],
    ['as much where no second key frame is', [1], 100 + 4],
  ])('keeps %s', (_what, keys, seconds) => {
    const moov = index(track({ keys, perChunk: 1 }), track({ id: 2, perChunk: 1 }));
    const kept = seconds * SAMPLES_PER_SECOND;
    expect(entriesOf(shortenIndex(moov)?.bytes ?? moov, 'stsz', 8)?.says).toBe(kept);
    expect(
      entriesOf(shortenIndex(index(track({ perChunk: 1 }), track({ id: 2, keys })))?.bytes ?? moov, 'stsz', 8)?.says,
    ).toBe(kept);
  });

  it('ends where the longest of its tracks does', () => {
    const [long, short] = [track({ perChunk: 1, keys: everySeconds(2) }), track({ id: 2, perChunk: 7 })];
    const chunks = 24 * SAMPLES_PER_SECOND;
    expect(shortenIndex(index(long, short))?.endByte).toBe(chunks);
    expect(shortenIndex(index(short, long))?.endByte).toBe(chunks);
  });

  it('counts from what is shown first', () => {
    const moov = index(track({ perChunk: 1, keys: everySeconds(2), edits: [3 * TICKS_PER_SECOND] }));
    const untilCut = 4 + 20;
    expect(entriesOf(shortenIndex(moov)?.bytes ?? moov, 'stsz', 8)?.says).toBe((untilCut + 4) * SAMPLES_PER_SECOND);
  });

  it.each([
    ['every track is short', index(track({ samples: 600 }))],
    ['it is cut off', index(track({})).subarray(0, -1)],
    ['parts of a track are shown one by one', index(track({ edits: [0, 4_000] }))],
    ['a track is shown from its middle on', index(track({ edits: [501] }))],
    ['a box is longer than the one it is in', index(track({}), Buffer.concat([u32(99), Buffer.from('trak')]))],
    ['fragments may follow', index(track({}), box('mvex'))],
    ['two tracks have one name', index(track({ samples: 9 }), track({}))],
    ['a chunk has more samples than there are', index(track({ perChunk: 6_000 }))],
    ['its boxes are without number', index(track({}), ...Array.from({ length: 1_000 }, () => box('free')))],
    ['it is no index', box('free', track({}))],
    ['it is empty', Buffer.alloc(0)],
  ])('is not shortened where %s', (_why, moov) => {
    expect(shortenIndex(moov)).toBeNull();
  });

  it('may begin with a pause, and a little later', () =>
    expect(shortenIndex(index(track({ edits: [-1, 500] })))).not.toBeNull());

  it('is read no deeper than its tables lie', () => {
    let boxes = box('free');
    for (let depth = 0; depth < 20_000; depth++) boxes = box('stbl', boxes);
    expect(shortenIndex(index(track({}), box('trak', boxes)))?.bytes.includes(boxes)).toBe(true);
  });

  it('is neither longer nor shorter than before, whatever stands in it', () => {
    const moov = index(track({ perChunk: 1, samples: 700 }), track({ id: 2 }));
    const change = fc.tuple(fc.nat(moov.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const other = Buffer.from(moov);
        for (const [at, value] of changes) other[at] = value;
        expect(shortenIndex(other)?.bytes.length ?? other.length).toBe(other.length);
      }),
      { numRuns: 300 },
    );
  });
});
