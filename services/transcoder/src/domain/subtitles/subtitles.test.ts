import { describe, expect, it } from 'vitest';
import type { SubtitleRendition } from '../plan/transcode-plan.js';
import { readCues } from './cues.js';
import { publishSubtitles } from './publish-subtitles.js';
import { cutSubtitles } from './segments.js';

const read = (...blocks: string[]) => readCues(['WEBVTT', ...blocks].join('\n\n'));

describe('the cues that ffmpeg writes', () => {
  it('are read with and without hours, and with names', () =>
    expect(read('00:01.500 --> 00:02.000 align:start\nOne', 'name\n01:00:00.000 --> 01:00:01.250\nTwo\nlines')).toEqual(
      [
        { startSeconds: 1.5, endSeconds: 2, text: 'One' },
        { startSeconds: 3_600, endSeconds: 3_601.25, text: 'Two\nlines' },
      ],
    ));
  it('keep what stands behind an empty line', () =>
    expect(read('00:01.000 --> 00:02.000\nOne', '  \nTwo').map(({ text }) => text)).toEqual([
      'One\n  \nTwo'.replace('\n  ', ''),
    ]));
  it.each([
    ['<i>a</i> & <b>b</b>', '<i>a</i> &amp; <b>b</b>'],
    ['a < b --> c', 'a &lt; b --&gt; c'],
    ['<script>x</script>', '&lt;script&gt;x&lt;/script&gt;'],
    ['<v Bob>x', '&lt;v Bob&gt;x'],
  ])('%s means only what it says', (text, written) =>
    expect(read(`00:01.000 --> 00:02.000\n${text}`)[0]?.text).toBe(written),
  );
  it('without text are none', () => expect(read('00:01.000 --> 00:02.000\n', 'STYLE\n::cue {}')).toEqual([]));
  it('of something else are none', () => {
    expect(readCues('')).toEqual([]);
    expect(readCues('{"no": "subtitles"}\n\n00:99')).toEqual([]);
  });
});

describe('subtitles in segments', () => {
  const cue = (startSeconds: number, endSeconds: number, text = 'x') => ({ startSeconds, endSeconds, text });
  it('are as long as the video, and say so', () => {
    const segments = cutSubtitles([], 150.5);
    expect(segments.map(({ durationSeconds }) => durationSeconds)).toEqual([60, 60, 30.5]);
    expect(segments.map(({ fileName }) => fileName)).toEqual(['00001.vtt', '00002.vtt', '00003.vtt']);
    expect(segments[0]?.text).toBe('WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n');
    expect(cutSubtitles([], 60)).toHaveLength(1);
  });
  it('repeat a cue in every segment that shows it', () => {
    const [first, second] = cutSubtitles([cue(59, 61.0004), cue(0, 60, 'y')], 120);
    expect(first?.text).toContain('\n00:00:00.000 --> 00:01:00.000\ny\n\n00:00:59.000 --> 00:01:01.000\nx\n');
    expect(second?.text).toContain('\n00:00:59.000 --> 00:01:01.000\nx\n');
    expect(second?.text).not.toContain('y');
  });
  it('leave out what is outside the video, and end with it', () => {
    const text = cutSubtitles([cue(5, 20), cue(10, 11), cue(4, 4), cue(6, 5)], 10)[0]?.text;
    expect(text?.match(/-->.*/g)).toEqual(['--> 00:00:10.000']);
  });
});

describe('publishing subtitles', () => {
  const track = (name: string): SubtitleRendition => ({
    ...{ name, sourceStream: 1, isDefault: false, isForced: false, reason: '' },
    label: { name, language: null, isAutoSelected: false, characteristics: [] },
  });
  it('stores the playlist last, and leaves out what cannot be shown', async () => {
    const stored: string[] = [];
    const reasons: string[] = [];
    const published = await publishSubtitles(
      [
        { rendition: track('good'), webVtt: 'WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n' },
        { rendition: track('empty'), webVtt: 'WEBVTT\n\n' },
        { rendition: track('broken'), fault: 'they cannot be read' },
      ],
      {
        ...{ prefix: 'p/', durationSeconds: 3, decide: (reason) => reasons.push(reason) },
        putText: async (key) => void stored.push(key),
      },
    );
    expect(published.map(({ name }) => name)).toEqual(['good']);
    expect(stored).toEqual(['p/good/00001.vtt', 'p/good/index.m3u8']);
    expect(reasons).toEqual([
      'the subtitles “empty” are left out: there is no text in them',
      'the subtitles “broken” are left out: they cannot be read',
    ]);
  });
});
