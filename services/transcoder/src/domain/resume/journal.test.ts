import { describe, expect, it } from 'vitest';
import type { Segment } from '../hls/rendition.js';
import type { TranscodePlan } from '../plan/transcode-plan.js';
import { fingerprintOf, type JournalStep, readJournal, writeJournal } from './journal.js';

const PREFIX = 'hls/ID/';
const segment = (attempt: number, number: number): Segment => ({
  ...{ key: `hls/ID/${attempt}/v360/0000${number}.m4s`, durationSeconds: 4.004, sizeBytes: 1_000 + number },
  keyFrames: [{ offsetBytes: 0, sizeBytes: 90, startSeconds: 0 }],
});
const step = (segments: Segment[]): JournalStep => ({
  ...{ plan: 'a plan', isFinished: false, isDamaged: true },
  renditions: [
    { name: 'v360', codecs: 'avc1.64001e', initKey: 'hls/ID/1/v360/init.mp4', initSizeBytes: 800, segments },
  ],
});

describe('the journal', () => {
  it('says what was written, from whichever attempt', () => {
    const steps = [step([segment(1, 1), segment(1, 2), segment(2, 3), segment(4, 4)])];
    expect(readJournal(writeJournal(steps), PREFIX)).toEqual(steps);
  });

  it.each([
    ['it is broken', '{"version":2,"steps":['],
    ['it is of another version', writeJournal([step([segment(1, 1)])]).replace('"version":2', '"version":3')],
    ['it names what is another video’s', writeJournal([step([segment(1, 1)])]).replaceAll('hls/ID/', 'hls/OTHER/')],
    ['it climbs out of the video', writeJournal([step([segment(1, 1)])]).replaceAll('hls/ID/1/', 'hls/ID/../OTHER/')],
    ['sizes make no sense', writeJournal([step([{ ...segment(1, 1), sizeBytes: -1 }])])],
  ])('is of no use when %s', (_why, text) => expect(readJournal(text, PREFIX)).toBeNull());

  it.each([
    [16, true],
    [17, false],
  ])('keeps %d key frames of a segment: %s', (count, isKept) => {
    const keyFrames = Array.from({ length: count }, (_, at) => ({
      offsetBytes: at,
      sizeBytes: 9,
      startSeconds: at / 25,
    }));
    const [read] = readJournal(writeJournal([step([{ ...segment(1, 1), keyFrames }])]), PREFIX) ?? [];
    expect(read?.renditions[0]?.segments[0]?.keyFrames).toEqual(isKept ? keyFrames : undefined);
  });

  it('tells plans apart by what is made, not by the words', () => {
    const plan = { segmentSeconds: 4, reasons: ['so'] } as TranscodePlan;
    expect(fingerprintOf({ ...plan, reasons: ['otherwise'] })).toBe(fingerprintOf(plan));
    expect(fingerprintOf({ ...plan, segmentSeconds: 6 })).not.toBe(fingerprintOf(plan));
  });
});
