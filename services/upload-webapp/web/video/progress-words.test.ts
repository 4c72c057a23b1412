import { expect, it } from 'vitest';
import type { ConversionRendition, StudioVideo } from '../props.js';
import { placeInQueue, progressWords, renditionTitle } from './progress-words.js';

const rendition = (over: Partial<ConversionRendition>): ConversionRendition => ({
  ...{ name: 'v720', kind: 'video', label: null, width: 1280, height: 720, state: 'encoding', progress: 1 },
  ...{ reason: '', bitrateBps: null, sizeBytes: null },
  ...over,
});
const sizes = (...lines: number[]) => lines.map((height) => rendition({ name: `v${height}`, width: 9999, height }));
const copy = rendition({ name: 'source' });
const sound = rendition({ name: 'audio', kind: 'audio', width: null, height: null, label: 'English' });

const words = (
  state: StudioVideo['state'],
  conversion: Partial<StudioVideo['conversion']> = {},
  playable = false,
): string | undefined => {
  const none = { reasons: [], renditions: [], speed: null, secondsLeft: null, queuePosition: null, canRetry: false };
  return progressWords({ state, playable, conversion: { ...none, ...conversion } } as unknown as StudioVideo);
};

it.each<[string | undefined, Parameters<typeof words>]>([
  ['Not all of the file has arrived yet.', ['uploading']],
  ['About to be prepared.', ['queued']],
  ['Waiting to be prepared: next in the queue.', ['queued', { queuePosition: 1 }]],
  ['Getting ready.', ['processing']],
  ['Packing the picture anew. It can be watched already.', ['processing', { renditions: [copy, sound] }, true]],
  [
    'Encoding 720p at 3.1× speed, about 2 minutes left.',
    ['processing', { renditions: [...sizes(720), sound], speed: 3.1, secondsLeft: 121 }],
  ],
  [
    'Encoding 1080p, 720p and 480p at 0.4× speed.',
    ['processing', { renditions: [copy, ...sizes(1080, 720, 480)], speed: 0.4 }],
  ],
  ['Encoding 720p.', ['processing', { renditions: sizes(720), speed: 0 }]],
  ['Encoding 4 sizes, a few seconds left.', ['processing', { renditions: sizes(1080, 720, 480, 360), secondsLeft: 2 }]],
  ['Encoding 720p.', ['processing', { renditions: [...sizes(720), rendition({ height: 240, state: 'waiting' })] }]],
  [
    'The rest waits for its turn: third in the queue. It can be watched already.',
    ['processing', { queuePosition: 3 }, true],
  ],
  [undefined, ['ready', {}, true]],
  [undefined, ['failed']],
])('says %j', (expected, given) => expect(words(...given)).toBe(expected));

it('counts in words as far as people do', () => {
  expect([1, 2, 10, 11].map(placeInQueue)).toEqual([
    'next in the queue',
    'second in the queue',
    'tenth in the queue',
    'number 11 in the queue',
  ]);
});

it('calls a rendition by its short side, or by the name of its sound', () => {
  const named = [rendition({ width: 720, height: 1280 }), sound, { ...sound, label: 'Audio' }].map(renditionTitle);
  expect(named).toEqual(['720p', 'Sound: English', 'Sound']);
});
