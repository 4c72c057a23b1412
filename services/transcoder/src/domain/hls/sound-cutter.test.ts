import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSoundCutter, MAX_WAIT_SECONDS } from './sound-cutter.js';
import { readSound, type Sound, type SoundFrame, writeSoundSegment } from './sound-segment.js';

const RATE = 48_000;
const FRAME = 1_024;
const frames = (count: number): SoundFrame[] =>
  Array.from({ length: count }, (_, i) => ({ durationTicks: FRAME, data: Buffer.alloc(1 + (i % 5), i) }));
const sound = (count: number, first = 0): Sound => ({ trackId: 1, startTicks: first * FRAME, frames: frames(count) });
const framesOf = (cut: Sound[]) => cut.map((one) => one.frames.length);
const cutter = () => createSoundCutter({ ticksPerSecond: RATE, segmentSeconds: 4 });
const secondsOf = (count: number) => (count * FRAME) / RATE;

describe('sound is cut', () => {
  it('at the frame that is nearest to the cut of the picture', () => {
    const { add, cutAt, end } = cutter();
    expect(cutAt(secondsOf(100.4))).toEqual([]);
    expect(framesOf(add(sound(100)))).toEqual([]);
    expect(framesOf(add(sound(200, 100)))).toEqual([100]);
    expect(framesOf(cutAt(secondsOf(180.6)))).toEqual([81]);
    expect(end()).toMatchObject([{ startTicks: 181 * FRAME, frames: { length: 119 } }]);
  });
  it('at all cuts that it has come to', () => {
    const { add, cutAt } = cutter();
    for (const at of [10, 20, 90]) cutAt(secondsOf(at));
    expect(framesOf(add(sound(60)))).toEqual([10, 10]);
  });
  it('by the clock behind the end of the picture', () => {
    const { add, cutAt, end } = cutter();
    add(sound(500));
    expect(framesOf(cutAt(secondsOf(100)))).toEqual([100]);
    expect(framesOf(end())).toEqual([187, 187, 26]);
  });
  it('by the clock while the picture has no key frame for too long', () => {
    const { add, cutAt } = cutter();
    const most = Math.floor((MAX_WAIT_SECONDS * RATE) / FRAME);
    expect(framesOf(add(sound(most)))).toEqual([]);
    expect(framesOf(add(sound(1, most)))).toEqual([187]);
    expect(cutAt(1)).toEqual([]);
  });
  it('behind a frame that is longer than any segment', () => {
    const hour: SoundFrame = { durationTicks: 3_600 * RATE, data: Buffer.alloc(1) };
    const { add, end } = cutter();
    expect(framesOf(add({ trackId: 1, startTicks: 0, frames: [hour, ...frames(10)] }))).toEqual([1]);
    expect(framesOf(end())).toEqual([10]);
  });
  it('and nothing of it is lost or moved, wherever the cuts are', () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0.01, max: 12, noNaN: true })));
    fc.assert(
      fc.property(steps, (wanted) => {
        const { add, cutAt, end } = cutter();
        let [given, at] = [0, 0];
        const out: Sound[] = [];
        for (const step of wanted) {
          if (Number.isInteger(step)) {
            out.push(...add(sound(step, given)));
            given += step;
          } else {
            at += step;
            out.push(...cutAt(at));
          }
        }
        out.push(...end());
        let due = 0;
        for (const { startTicks, frames: cut } of out) {
          expect(startTicks).toBe(due);
          expect(cut.length).toBeGreaterThan(0);
          due += cut.length * FRAME;
        }
        expect(due).toBe(given * FRAME);
      }),
    );
  });
});

it.each<[string, Sound]>([
  ['frames of one length', sound(9, 7)],
  [
    'frames of other lengths',
    { ...sound(2, 2 ** 40), frames: [...frames(2), { durationTicks: 7, data: Buffer.from('x') }] },
  ],
])('a segment keeps %s', (_what, written) => {
  expect(readSound(writeSoundSegment(written, 3))).toEqual([written]);
});
