import type { ProblemDocument } from '@kinora/contracts';
import { describe, expect, it } from 'vitest';
import {
  cancel,
  fillSlots,
  isMoving,
  isUnsent,
  lost,
  type Phase,
  pause,
  progressed,
  type Queue,
  type QueuedFile,
  refuse,
  resume,
  undo,
} from './queue.js';
import { queued } from './testing/queued.js';

const REFUSAL = { status: 507 } as ProblemDocument;
const first = { id: 'v', title: 'First' };
const phases = (queue: Queue) => queue.map(({ phase }) => phase.at);
const at = (phase: Phase, more: Partial<QueuedFile> = {}) => queued({ ...more, phase });
const retrying = (next: 'checking' | 'sending'): Phase => ({ at: 'retrying', status: 0, retryAtMs: 1, next });

describe('the slots', () => {
  it('two files are sent at once, in the order of the queue', () =>
    expect(phases(fillSlots([1, 2, 3, 4].map(() => at({ at: 'waiting' }))))).toEqual([
      'sending',
      'sending',
      'waiting',
      'waiting',
    ]));

  it('a file that waits for its next try keeps its slot, one that is paused does not', () => {
    const [waits, goes] = [at({ at: 'waiting' }), at({ at: 'sending' })];
    expect(phases(fillSlots([goes, at(retrying('sending')), waits]))).toEqual(['sending', 'retrying', 'waiting']);
    expect(phases(fillSlots([goes, at({ at: 'paused' }), waits]))).toEqual(['sending', 'paused', 'sending']);
    expect(phases(fillSlots([goes, at(retrying('checking')), waits]))).toEqual(['sending', 'retrying', 'sending']);
  });
});

describe('pause and resume', () => {
  it.each(['waiting', 'sending'] as const)('a file that is %s can be paused, and waits for its turn after', (now) => {
    const paused = pause(at({ at: now }, { bytesPerSecond: 5, videoId: 'v' }));
    expect(paused).toMatchObject({ phase: { at: 'paused' }, bytesPerSecond: undefined });
    expect(resume(paused).phase.at).toBe('waiting');
  });

  it.each([{ at: 'checking' }, { at: 'duplicate', first }, { at: 'refused', problem: REFUSAL }] as Phase[])(
    '%j cannot be paused',
    (phase) => expect(pause(at(phase)).phase).toEqual(phase),
  );

  it('a try that waits goes on at once with what it did', () => {
    expect(resume(at(retrying('checking'))).phase.at).toBe('checking');
    expect(resume(at(retrying('sending'))).phase.at).toBe('sending');
  });

  it('a duplicate is sent when it is wanted, and not asked for again', () =>
    expect(resume(at({ at: 'duplicate', first }))).toMatchObject({ phase: { at: 'waiting' }, isCopyWanted: true }));

  it('what was refused is looked at anew', () =>
    expect(resume(at({ at: 'refused', problem: REFUSAL }, { failures: 3 }))).toMatchObject({
      phase: { at: 'checking' },
      failures: 0,
    }));

  it('what was not announced yet, or not heard of, is looked for first', () => {
    expect(resume(pause(at({ at: 'sending' }))).phase.at).toBe('checking');
    expect(undo(cancel(at({ at: 'sending' }))).phase.at).toBe('checking');
  });

  it('nothing can be sent without a file', () =>
    expect(resume(at({ at: 'paused' }, { file: undefined })).phase.at).toBe('paused'));
});

describe('cancel and undo', () => {
  it.each([
    [{ at: 'sending' }, 'waiting'],
    [retrying('sending'), 'waiting'],
    [{ at: 'paused' }, 'paused'],
    [{ at: 'needs-file', expiresAt: '' }, 'needs-file'],
    [{ at: 'refused', problem: REFUSAL }, 'refused'],
  ] as [Phase, string][])('%j comes back as %s', (phase, back) => {
    const cancelled = cancel(at(phase, { videoId: 'v' }));
    expect(cancelled.phase.at).toBe('cancelled');
    expect(undo(cancel(cancelled)).phase.at).toBe(back);
  });

  it('what has arrived stays', () => {
    const arrived = at({ at: 'arrived', video: {} as never });
    expect(cancel(arrived)).toBe(arrived);
  });
});

describe('failures', () => {
  const delayMs = (failures: number) => failures * 10;

  it('are counted until a byte moves', () => {
    let item = at({ at: 'sending' }, { sentBytes: 5, videoId: 'v' });
    item = resume(lost(0, 1_000, delayMs)(item));
    item = lost(502, 2_000, delayMs)(progressed(5, undefined)(item));
    expect(item).toMatchObject({ failures: 2, phase: { at: 'retrying', status: 502, retryAtMs: 2_020 } });
    item = progressed(6, 1)(resume(item));
    expect(lost(0, 3_000, delayMs)(item)).toMatchObject({ failures: 1, phase: { retryAtMs: 3_010 } });
  });

  it('of a file that was paused meanwhile change nothing', () => {
    const paused = at({ at: 'paused' });
    expect(lost(0, 1, delayMs)(paused)).toBe(paused);
    expect(progressed(9, 9)(paused)).toBe(paused);
  });

  it('a refusal keeps the upload and its draft', () =>
    expect(refuse(REFUSAL)(at({ at: 'sending' }, { videoId: 'v' }))).toMatchObject({
      videoId: 'v',
      phase: { at: 'refused', problem: REFUSAL },
    }));
});

it.each([
  ['checking', true, true],
  ['sending', true, true],
  ['paused', false, true],
  ['needs-file', false, true],
  ['refused', false, false],
  ['arrived', false, false],
  ['cancelled', false, false],
])('%s keeps the page open: %j, is left to be sent: %j', (now, moving, unsent) => {
  const item = at({ at: now } as Phase);
  expect([isMoving(item), isUnsent(item)]).toEqual([moving, unsent]);
});
