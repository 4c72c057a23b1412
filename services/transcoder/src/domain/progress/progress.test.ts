import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { videoStream } from '../../../test/probes.js';
import type { Rendition } from '../hls/rendition.js';
import { plannedRenditions } from '../hls/rendition.js';
import { planColour } from '../plan/colour.js';
import type { TranscodePlan } from '../plan/transcode-plan.js';
import { createConversionProgress } from './conversion-progress.js';
import { createNeverFalling } from './never-falling.js';
import { createPace } from './pace.js';
import { createCountdown } from './seconds-left.js';

const rung = (width: number, height: number) => ({
  ...{ name: `v${height}`, width, height, quality: 23, maxBitrateBps: 1, bufferBits: 1, profile: 'high' as const },
  reason: `${height}`,
});
const plan: TranscodePlan = {
  ...{ stored: { width: 1920, height: 1080 }, isTurned: false, deinterlacing: null, colour: planColour(videoStream()) },
  ...{
    videoStream: 0,
    coverStream: null,
    display: { width: 1920, height: 1080 },
    frameRate: { num: 25, den: 1 },
    keyFrameSeconds: 2,
  },
  ...{
    lastKeyFrameSeconds: 99,
    segmentSeconds: 4,
    followsSource: false,
    audio: [],
    subtitles: [],
    durationSeconds: 100,
  },
  copy: { name: 'source', width: 1920, height: 1080, mayStay: true, reason: 'copied' },
  rungs: [{ ...rung(1920, 1080), reason: 'in full' }, rung(1280, 720), rung(426, 240)],
  reasons: ['planned', '1080p in full'],
};
const copyOnly = { ...plan, rungs: [] };
const lower = { ...plan, copy: null, rungs: plan.rungs.slice(1) };
const ladder = { ...plan, copy: null };
const made = (name: string): Rendition => ({
  ...{ name, kind: 'video', width: 2, height: 2, frameRate: 25, sound: null, codecs: 'avc1' },
  ...{ initKey: 'init.mp4', initSizeBytes: 1 },
  segments: [{ key: '1.m4s', durationSeconds: 4, sizeBytes: 8 }],
});
const at = (outTimeSeconds: number) => ({ outTimeSeconds, readFraction: 0 });

function setUp({ fromPercent = 0, expected = [copyOnly, lower] } = {}) {
  const clock = { seconds: 0 };
  const progress = createConversionProgress(fromPercent, () => clock.seconds);
  progress.plan(plan, expected.flatMap(plannedRenditions));
  const rendition = (name: string) => progress.report().renditions.find((one) => one.name === name);
  return { clock, progress, rendition };
}

describe('the progress of a conversion', () => {
  it('knows each rendition from the plan on, and where it is', () => {
    const { progress, rendition } = setUp();
    expect(progress.report()).toMatchObject({ percent: 0, speed: null, secondsLeft: null, reasons: ['planned'] });
    expect(progress.report().renditions.map(({ name, state }) => [name, state])).toEqual([
      ['source', 'waiting'],
      ['v720', 'waiting'],
      ['v240', 'waiting'],
    ]);
    const copy = progress.startStep(copyOnly);
    copy.advance(at(50));
    expect(rendition('source')).toMatchObject({ state: 'encoding', percent: 50, reason: 'copied', made: null });
    copy.finish([made('source')]);
    expect(rendition('source')).toMatchObject({ state: 'done', percent: 100, made: made('source') });
    progress.startStep(lower).advance(at(25));
    expect(rendition('v720')).toMatchObject({ state: 'encoding', percent: 25 });
    expect(rendition('source')).toMatchObject({ state: 'done', percent: 100 });
  });

  it('counts a copy, and a step of one small rung, as the little work that it is', () => {
    const { progress } = setUp({ expected: [ladder] });
    const first = progress.startStep({ ...ladder, rungs: plan.rungs.slice(2) });
    first.finish([made('v240')]);
    expect(progress.report().percent).toBeGreaterThan(10);
    expect(progress.report().percent).toBeLessThan(30);
    const copied = setUp();
    copied.progress.startStep(copyOnly).finish([made('source')]);
    expect(copied.progress.report().percent).toBeLessThan(3);
  });

  it('takes up renditions that were not expected, and drops those that broke off', () => {
    const { progress, rendition } = setUp();
    progress.startStep(copyOnly).abandon();
    expect(rendition('source')).toBeUndefined();
    expect(progress.report().reasons).not.toContain('1080p in full');
    progress.startStep(ladder).advance(at(10));
    expect(rendition('v1080')).toMatchObject({ state: 'encoding', percent: 10 });
    expect(progress.report().reasons).toContain('1080p in full');
  });

  it('keeps what gave way in the midst of a step, which goes on later', () => {
    const { progress, rendition } = setUp({ expected: [ladder] });
    const step = progress.startStep(ladder);
    step.advance(at(40));
    step.pause();
    expect(rendition('v1080')).toMatchObject({ state: 'waiting', percent: 40 });
    expect(progress.report().speed).toBeNull();
  });

  it('leaves out sound that turned out to be empty', () => {
    const { progress, rendition } = setUp();
    progress.startStep(copyOnly).finish([{ ...made('source'), segments: [] }]);
    expect(rendition('source')).toBeUndefined();
  });

  it('goes by the bytes that were read when the length is not known', () => {
    const { progress } = setUp({ expected: [ladder] });
    progress.startStep({ ...ladder, durationSeconds: null }).advance({ outTimeSeconds: 7, readFraction: 0.5 });
    expect(progress.report().percent).toBe(50);
  });

  it('remembers a decision once, and as the reason of its rendition', () => {
    const { progress, rendition } = setUp();
    progress.decide('it fits', 'source');
    progress.decide('it fits', 'source');
    expect(progress.report().reasons).toEqual(['planned', '1080p it fits']);
    progress.decide('it does not fit after all', 'source');
    progress.decide('all are cut alike');
    progress.decide('all are cut alike');
    expect(progress.report().reasons).toEqual(['planned', '1080p it does not fit after all', 'all are cut alike']);
    expect(rendition('source')?.reason).toBe('it does not fit after all');
  });

  it('tells speed and time left from what was seen of late, and neither before there was enough', () => {
    const { clock, progress } = setUp({ expected: [ladder] });
    const step = progress.startStep(ladder);
    step.advance(at(0));
    expect(progress.report()).toMatchObject({ speed: null, secondsLeft: null });
    for (let second = 1; second <= 10; second++) {
      clock.seconds = second;
      step.advance(at(second * 4));
    }
    expect(progress.report().speed).toBeCloseTo(4);
    expect(progress.report().secondsLeft).toBeCloseTo(15);
    step.finish([made('v1080')]);
    expect(progress.report().speed).toBeNull();
  });

  it('never falls, never reaches 100 before the end, and ends near it, whatever the steps and wherever it began', () => {
    const steps = fc.array(
      fc.record({
        step: fc.constantFrom(copyOnly, lower, ladder),
        breaksOffAt: fc.option(fc.integer({ max: 99, min: 0 })),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 99 }), (list, fromPercent) => {
        const { progress } = setUp({ fromPercent });
        let last = fromPercent;
        const look = () => {
          const { percent } = progress.report();
          expect(percent).toBeGreaterThanOrEqual(last);
          expect(percent).toBeLessThan(100);
          last = percent;
        };
        for (const { step, breaksOffAt } of [...list, { step: ladder, breaksOffAt: null }]) {
          const running = progress.startStep(step);
          for (let second = 0; second <= (breaksOffAt ?? 100); second += 10) {
            running.advance(at(second));
            look();
          }
          if (breaksOffAt === null) running.finish([made('v1080')]);
          else running.abandon();
          look();
        }
        expect(last).toBeGreaterThan(97);
      }),
    );
  });
});

const shownOf = (from: number, fractions: number[]) => {
  const falling = createNeverFalling(from);
  return fractions.map((fraction) => {
    falling.set(fraction);
    return Number(falling.shown().toFixed(6));
  });
};

it('an attempt that begins anew moves on from where the last one was', () =>
  expect(shownOf(0.5, [0, 0.5, 1])).toEqual([0.5, 0.75, 1]));

it('an attempt that goes on where the last one was is shown as it is', () => {
  expect(shownOf(0.5, [0.6, 0.8])).toEqual([0.6, 0.8]);
  const { progress } = setUp({ fromPercent: 50, expected: [ladder] });
  const step = progress.startStep(ladder);
  expect(progress.report().percent).toBe(50);
  step.advance(at(60));
  expect(progress.report().percent).toBe(60);
  step.advance(at(80));
  expect(progress.report().percent).toBe(80);
});

it('a pace forgets what is long ago', () => {
  const pace = createPace(10);
  for (let second = 0; second <= 60; second++) pace.add(second, second < 30 ? second : 30 + (second - 30) * 5);
  expect(pace.perSecond()).toBeCloseTo(5, 0);
});

it('a countdown counts, and believes another estimate little by little', () => {
  const countDown = createCountdown();
  expect(countDown(0, null)).toBeNull();
  expect(countDown(1, 100)).toBe(100);
  expect(countDown(2, null)).toBe(99);
  expect(countDown(3, 98)).toBeCloseTo(98);
  const shaken = countDown(4, 200) ?? 0;
  expect(shaken).toBeGreaterThan(97);
  expect(shaken).toBeLessThan(110);
  let atSeconds = 4;
  for (; atSeconds < 64; atSeconds++) countDown(atSeconds, 200);
  expect(countDown(atSeconds, 200)).toBeGreaterThan(180);
});
