import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givesWayTo, queuePriority, type Stage, stageOf, type Urgency } from './priority.js';

const STAGES: Stage[] = ['nothing-playable', 'first-growing', 'ladder'];
const HOUR = 3_600;
const of = (over: Partial<Urgency>): number =>
  queuePriority({ stage: 'nothing-playable', durationSeconds: 60, sizeBytes: null, waitedSeconds: 0, ...over });

const length = fc.double({ min: 0.04, max: 1e6, noNaN: true });
const waited = fc.double({ min: 0, max: 1e7, noNaN: true });
const any: fc.Arbitrary<Urgency> = fc.record({
  stage: fc.constantFrom(...STAGES),
  durationSeconds: fc.option(length),
  sizeBytes: fc.option(fc.nat(2 ** 40)),
  waitedSeconds: waited,
});
const holds = <Values extends [unknown, ...unknown[]]>(property: fc.IProperty<Values>) =>
  fc.assert(property, { numRuns: 500 });

describe('the priority of any video', () => {
  it('is a whole number that BullMQ takes', () =>
    holds(
      fc.property(any, (urgency) => {
        const priority = queuePriority(urgency);
        expect(Number.isInteger(priority)).toBe(true);
        expect(priority).toBeGreaterThanOrEqual(1);
        expect(priority).toBeLessThan(2 ** 21);
      }),
    ));
  it('is never behind a longer one', () =>
    holds(
      fc.property(any, length, length, (urgency, one, other) => {
        const [shorter, longer] = [Math.min(one, other), Math.max(one, other)];
        expect(queuePriority({ ...urgency, durationSeconds: shorter })).toBeLessThanOrEqual(
          queuePriority({ ...urgency, durationSeconds: longer }),
        );
      }),
    ));
  it('never gets worse by waiting', () =>
    holds(
      fc.property(any, waited, (urgency, more) => {
        const later = queuePriority({ ...urgency, waitedSeconds: urgency.waitedSeconds + more });
        expect(later).toBeLessThanOrEqual(queuePriority(urgency));
      }),
    ));
  it('of one that nobody can watch is before every ladder of the same age, and of three hours more', () =>
    holds(
      fc.property(any, any, fc.double({ min: 0, max: 3 * HOUR, noNaN: true }), (one, other, older) => {
        const first = queuePriority({ ...one, stage: 'nothing-playable', waitedSeconds: 0 });
        const ladder = queuePriority({ ...other, stage: 'ladder', waitedSeconds: older });
        expect(first).toBeLessThan(ladder);
        expect(givesWayTo(ladder, first)).toBe(true);
      }),
    ));
  it('is the first of all in the end', () =>
    holds(fc.property(any, (urgency) => void expect(queuePriority({ ...urgency, waitedSeconds: 20 * HOUR })).toBe(1))));
  it('makes no two give way to each other', () =>
    holds(
      fc.property(any, any, (one, other) => {
        const [a, b] = [queuePriority(one), queuePriority(other)];
        expect(givesWayTo(a, b) && givesWayTo(b, a)).toBe(false);
      }),
    ));
});

it.each<[string, Partial<Urgency>, number]>([
  ['ten seconds', { durationSeconds: 10 }, 1],
  ['a little less than twenty', { durationSeconds: 19.9 }, 1],
  ['twenty', { durationSeconds: 20 }, 2],
  ['three hours', { durationSeconds: 3 * HOUR }, 11],
  ['by its size', { durationSeconds: null, sizeBytes: 5_000_000 }, 1],
  ['nothing known', { durationSeconds: null }, 6],
  ['three hours, after two and a half', { durationSeconds: 3 * HOUR, waitedSeconds: 2.5 * HOUR }, 1],
  ['three hours, growing', { durationSeconds: 3 * HOUR, stage: 'first-growing' }, 43],
  ['three hours, its ladder', { durationSeconds: 3 * HOUR, stage: 'ladder' }, 75],
  [
    'three hours, its ladder, after 18.5 hours',
    { durationSeconds: 3 * HOUR, stage: 'ladder', waitedSeconds: 18.5 * HOUR },
    1,
  ],
])('%s', (_what, urgency, priority) => expect(of(urgency)).toBe(priority));

it.each<[string | null, Stage]>([
  [null, 'nothing-playable'],
  ['hls/x/1/growing.m3u8', 'first-growing'],
  ['hls/x/1/first.m3u8', 'ladder'],
  ['hls/x/1/main.m3u8', 'ladder'],
])('with the stream %s it is in the stage %s', (hlsPath, stage) => expect(stageOf(hlsPath)).toBe(stage));

it.each([
  ['as long', 60, 60, false],
  ['half as long', 60, 30, false],
  ['a quarter', 80, 20, false],
  ['an eighth', 80, 10, true],
  ['longer', 10, 80, false],
])('a film gives way to one that is %s: %#', (_what, running, waiting, gives) =>
  expect(givesWayTo(of({ durationSeconds: running }), of({ durationSeconds: waiting }))).toBe(gives),
);
