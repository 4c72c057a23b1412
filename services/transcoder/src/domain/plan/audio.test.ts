import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyAudio, LIMITS, plan, probe, sound } from '../../../test/plans.js';
import { videoStream } from '../../../test/probes.js';
import type { AudioStream, MediaProbe } from '../media-probe.js';
import { planTranscode } from './plan.js';

describe('the sound', () => {
  const audio = (tracks: AudioStream[]) => plan(probe({}, { audio: tracks })).audio;
  it('is left out when there is none', () => expect(audio([])).toEqual([]));
  it.each<[string, Partial<AudioStream>]>([
    ['empty', { channels: 0 }],
    ['of a codec that nobody knows', { codec: 'unknown' }],
  ])('is left out when the track is %s, and says why', (_what, over) => {
    const { audio: kept, reasons } = plan(probe({}, { audio: [sound(over), sound({ index: 2 })] }));
    expect(kept.map(({ sourceStream }) => sourceStream)).toEqual([2]);
    expect(reasons).toContain('the sound of track 1 is left out: it cannot be read');
  });
  it('of the default track comes first, and every track has a folder of its own', () => {
    const tracks = [sound({ index: 1, isDefault: false }), sound({ index: 2 }), sound({ index: 3, isDefault: false })];
    expect(audio(tracks).map(({ name, sourceStream }) => [name, sourceStream])).toEqual([
      ['audio', 2],
      ['audio-2', 1],
      ['audio-3', 3],
    ]);
  });
  it('of as many tracks is kept as the site keeps, and says so', () => {
    const tracks = (count: number) => Array.from({ length: count }, (_, i) => sound({ index: i + 1 }));
    const full = plan(probe({}, { audio: tracks(3) }));
    expect(full.audio).toHaveLength(3);
    expect(full.reasons.join()).not.toContain('left out');
    const over = plan(probe({}, { audio: tracks(4) }));
    expect(over.audio).toHaveLength(3);
    expect(over.reasons).toContain('1 tracks of sound are left out: this site keeps 3 of a video');
  });
  it.each<[number, string | null, string[]]>([
    [1, 'mono', ['audio 2 first-on-both']],
    [2, 'stereo', ['audio 2 first-two']],
    [3, '2.1', ['audio 2 by-place']],
    [4, 'ambisonic 1', ['audio 2 first-on-both']],
    [6, '5.1(side)', ['audio 2 by-place', 'surround 6 by-place']],
    [6, 'hexagonal', ['audio 2 by-place']],
    [6, 'unknown', ['audio 2 by-place', 'surround 6 by-place']],
    [8, '7.1', ['audio 2 by-place', 'surround 6 by-place']],
    [8, null, ['audio 2 by-place', 'surround 6 by-place']],
    [12, '7.1.4', ['audio 2 first-two']],
    [16, 'unknown', ['audio 2 first-two']],
  ])('of %i channels (%s) becomes %j', (channels, channelLayout, renditions) =>
    expect(
      audio([sound({ channels, channelLayout })]).map((made) => `${made.name} ${made.channels} ${made.mix}`),
    ).toEqual(renditions),
  );
  it('of 5.1 that players take is copied beside the stereo that is encoded', () => {
    const copied = (over: Partial<AudioStream>) =>
      audio([sound({ channels: 6, channelLayout: '5.1', bitrateBps: 384_000, ...over })]).map(
        ({ isCopied }) => isCopied,
      );
    expect(copied({})).toEqual([false, true]);
    expect(copied({ channelLayout: '5.1(side)' })).toEqual([false, false]);
    expect(copied({ bitrateBps: 512_001 })).toEqual([false, false]);
  });
  it('that ends well before the picture is filled with silence, and not copied', () => {
    const made = (durationSeconds: number | null) => audio([sound({ durationSeconds })])[0];
    expect(made(59.5)).toMatchObject({ silenceUntilSeconds: null, isCopied: true });
    expect(made(59.4)).toMatchObject({ silenceUntilSeconds: 60, isCopied: false });
    expect(made(null)).toMatchObject({ silenceUntilSeconds: null, isCopied: true });
  });
  it.each([
    [22_050, 44_100],
    [44_100, 44_100],
    [32_000, 48_000],
    [96_000, 48_000],
  ])('of %i Hz is played at %i', (source, played) =>
    expect(audio([sound({ sampleRateHz: source })])[0]?.sampleRateHz).toBe(played),
  );
  it('costs 64 to 128 kbit/s', () => {
    expect(audio([sound({ bitrateBps: 2_277 })])[0]?.bitrateBps).toBe(64_000);
    expect(audio([sound({ bitrateBps: 96_000 })])[0]?.bitrateBps).toBe(96_000);
    expect(audio([sound({ bitrateBps: 640_000 })])[0]?.bitrateBps).toBe(128_000);
  });
  it('has names that a playlist can hold, each once', () =>
    fc.assert(
      fc.property(fc.array(anyAudio, { maxLength: 5 }), (tracks) => {
        const stereo = audio(tracks).filter(({ channels }) => channels === 2);
        const names = stereo.map(({ label }) => label.name);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) expect(name).toMatch(/^[^"'\r\n]{1,90}$/u);
      }),
    ));
});

describe('sound alone', () => {
  const alone = (over: Partial<MediaProbe> = {}) => plan(probe({}, { video: [], ...over }));
  it('streams by itself, with its waveform as the picture', () =>
    expect(alone()).toMatchObject({
      videoStream: null,
      coverStream: null,
      copy: null,
      rungs: [],
      audio: [{ name: 'audio' }],
    }));
  it('shows its cover, in the shape of that', () =>
    expect(alone({ cover: videoStream({ index: 7, width: 600, height: 500 }) })).toMatchObject({
      ...{ coverStream: 7, display: { width: 600, height: 500 } },
    }));
  it('of several tracks and channels is each of them in stereo, the default one first', () => {
    const tracks = [sound({ channels: 6, isDefault: false }), sound({ index: 4, channels: 6, channelLayout: '5.1' })];
    expect(alone({ audio: tracks }).audio).toMatchObject([
      { sourceStream: 4, channels: 2 },
      { sourceStream: 1, channels: 2 },
    ]);
  });
  it('that is not there has no plan', () => {
    expect(planTranscode(probe({}, { video: [], audio: [] }), LIMITS)).toBeNull();
    expect(planTranscode(probe({}, { video: [], audio: [sound({ codec: 'unknown' })] }), LIMITS)).toBeNull();
  });
});
