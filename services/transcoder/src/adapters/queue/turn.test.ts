import type { Urgency } from '@kinora/contracts';
import { eventually } from '@kinora/testing';
import { expect, it, onTestFinished } from 'vitest';
import { Yielding } from '../../domain/faults.js';
import type { Place } from './place.js';
import { startTurn } from './turn.js';

const FILM: Urgency = { stage: 'nothing-playable', durationSeconds: 3_600, sizeBytes: null, waitedSeconds: 0 };
const LOOK_MS = 5;

function setUp(over: { place?: Partial<Place>; urgency?: Partial<Urgency>; protectedMs?: number } = {}) {
  const seen = { priorities: [] as number[], looks: 0, waiting: null as number | null, errors: [] as unknown[] };
  const place: Place = {
    set: async (priority) => void seen.priorities.push(priority),
    async mostUrgentWaiting() {
      seen.looks++;
      return seen.waiting;
    },
    isLeastUrgent: async () => true,
    ...over.place,
  };
  const turn = startTurn({
    ...{ place, urgency: { ...FILM, ...over.urgency }, lookEveryMs: LOOK_MS, protectedMs: over.protectedMs ?? 0 },
    onError: (error) => void seen.errors.push(error),
  });
  onTestFinished(() => turn.stop());
  const looks = async (more: number) => {
    const until = seen.looks + more;
    await eventually(async () => expect(seen.looks).toBeGreaterThanOrEqual(until));
  };
  return { turn, seen, looks };
}

it('gives way to a clip that still waits at the second look', async () => {
  const { turn, seen } = setUp();
  seen.waiting = 1;
  await eventually(async () => expect(turn.signal.reason).toBeInstanceOf(Yielding));
  expect(seen.looks).toBeGreaterThanOrEqual(2);
});

it('leaves to an idle worker what is gone at the second look', async () => {
  const { turn, seen, looks } = setUp({
    place: {
      async mostUrgentWaiting() {
        return seen.looks++ % 2 === 0 ? 1 : null;
      },
    },
  });
  await looks(8);
  expect(turn.signal.aborted).toBe(false);
});

it('goes on while what waits is not clearly more urgent, or another one is to give way', async () => {
  const alike = setUp();
  alike.seen.waiting = 9 - 2;
  const other = setUp({ place: { isLeastUrgent: async () => false } });
  other.seen.waiting = 1;
  await Promise.all([alike.looks(4), other.looks(4)]);
  expect([alike.turn.signal.aborted, other.turn.signal.aborted]).toEqual([false, false]);
});

it('is protected for as long as is configured, and no longer', async () => {
  const { turn, seen, looks } = setUp({ protectedMs: 300 });
  const startedAt = performance.now();
  seen.waiting = 1;
  await looks(4);
  expect(turn.signal.aborted).toBe(performance.now() - startedAt >= 300);
  await eventually(async () => expect(turn.signal.aborted).toBe(true));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(299);
});

it('gives way at once in a pause, also when it is protected', async () => {
  const { turn, seen } = setUp({ protectedMs: 60_000 });
  await turn.pause();
  seen.waiting = 1;
  await expect(turn.pause()).rejects.toThrow(Yielding);
});

it('goes on while Redis is away', async () => {
  const { turn, seen } = setUp({ place: { mostUrgentWaiting: () => Promise.reject(new Error('away')) } });
  await turn.pause();
  await eventually(async () => expect(seen.errors.length).toBeGreaterThan(2));
  expect(turn.signal.aborted).toBe(false);
});

it('tells the queue how urgent the video is by now', async () => {
  const { turn, seen, looks } = setUp();
  await looks(1);
  turn.learn({ stage: 'ladder' });
  turn.learn({ stage: 'first-growing', durationSeconds: 10 });
  await looks(2);
  expect([seen.priorities[0], seen.priorities.at(-1)]).toEqual([9, 65]);
});
