import { expect, it } from 'vitest';
import type { SubtitleStream } from '../media-probe.js';
import { planSubtitles } from './subtitles.js';

const track = (index: number, over: Partial<SubtitleStream> = {}): SubtitleStream => ({
  ...{ index, codec: 'subrip', title: null, language: null, isDefault: false, isForced: false },
  ...{ isForTheDeaf: false, isCommentary: false, ...over },
});

it('every text becomes subtitles, those for everybody last', () => {
  const { subtitles } = planSubtitles(
    [
      track(2, { language: 'eng', isForced: true, isDefault: true }),
      track(3, { language: 'eng', isDefault: true }),
      track(4, { language: 'eng', isForTheDeaf: true, codec: 'ass', isDefault: true }),
    ],
    9,
  );
  expect(
    subtitles.map(({ name, sourceStream, isDefault, isForced }) => [name, sourceStream, isDefault, isForced]),
  ).toEqual([
    ['subtitles', 3, true, false],
    ['subtitles-2', 4, false, false],
    ['subtitles-3', 2, false, true],
  ]);
  expect(subtitles.map(({ label }) => label.isAutoSelected)).toEqual([true, true, true]);
  expect(subtitles[1]?.label.characteristics.join()).toContain('transcribes-spoken-dialog');
});

it.each([
  ['hdmv_pgs_subtitle', 'they are pictures, not text'],
  ['dvb_subtitle', 'they are pictures, not text'],
  ['dvd_subtitle', 'they are pictures, not text'],
  ['eia_608', 'eia_608 cannot be read'],
])('%s are left out, with the reason', (codec, why) =>
  expect(planSubtitles([track(5, { codec })], 9)).toEqual({
    subtitles: [],
    reasons: [`the subtitles of track 5 are left out: ${why}`],
  }),
);

it('as many are kept as the site keeps', () => {
  const tracks = [track(1), track(2)];
  expect(planSubtitles(tracks, 2).reasons.join()).not.toContain('left out');
  const { subtitles, reasons } = planSubtitles(tracks, 1);
  expect(subtitles).toHaveLength(1);
  expect(reasons).toContain('1 tracks of subtitles are left out: this site keeps 1 of a video');
});
