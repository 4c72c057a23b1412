import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyVideo, NO_COLOUR_TAGS, probeOf, videoStream } from '../../../test/probes.js';
import type { ColourTags, VideoStream } from '../media-probe.js';
import { planColour } from './colour.js';
import { planTranscode } from './plan.js';

const colours = (tags: Partial<ColourTags> = {}, over: Partial<VideoStream> = {}) =>
  planColour(videoStream({ ...over, colour: { ...NO_COLOUR_TAGS, ...tags } }));
const PQ = { transfer: 'smpte2084', primaries: 'bt2020', matrix: 'bt2020nc' };

describe('the colours of any video', () => {
  const holds = (rule: (video: VideoStream) => void) => fc.assert(fc.property(anyVideo, rule), { numRuns: 500 });

  it('become SDR of limited range, by a matrix that browsers know', () =>
    holds((video) => {
      const { shown } = planColour(video);
      expect(shown.range).toBe('tv');
      expect(['bt709', 'smpte170m', 'bt470bg']).toContain(shown.matrix);
      expect(['bt709', 'smpte170m']).toContain(shown.transfer);
      expect(['bt709', 'smpte170m', 'bt470bg']).toContain(shown.primaries);
    }));
  it('are tone-mapped where they are HDR, and nowhere else', () =>
    holds((video) => {
      const isHdr = ['smpte2084', 'arib-std-b67'].includes(video.colour.transfer ?? '');
      expect(planColour(video).conversion.kind === 'tone-map').toBe(isHdr);
    }));
  it('never keep other numbers for the same matrix without being repacked', () =>
    holds((video) => {
      const { conversion, source, shown } = planColour(video);
      if (conversion.kind !== 'none') return;
      expect(video.pixelFormat).toBe('yuv420p');
      expect(shown).toMatchObject({ matrix: source.matrix, primaries: source.primaries, range: source.range });
    }));
  it('have a reason', () => holds((video) => void expect(planColour(video).reason).toMatch(/^colours: BT\.\d+, \w/)));
  it('are those of the source in a copy', () =>
    holds((video) => {
      if (planTranscode(probeOf(video), { maxAudioTracks: 1, maxSubtitleTracks: 2 })?.copy)
        expect(planColour(video).conversion.kind).toBe('none');
    }));
});

describe('the colours', () => {
  it.each<[string, Partial<ColourTags>, Partial<VideoStream>, string, string]>([
    ['of HD are BT.709', {}, {}, 'bt709', 'none'],
    ['of a PAL disc are BT.601', {}, { width: 720, height: 576 }, 'bt470bg', 'none'],
    ['of small pictures are BT.601', {}, { width: 640, height: 360 }, 'smpte170m', 'none'],
    ['of a phone held upright are BT.709', {}, { width: 576, height: 1024 }, 'bt709', 'none'],
    ['of HD that says BT.601 stay so', { matrix: 'smpte170m' }, {}, 'smpte170m', 'none'],
    ['of full range are repacked', { range: 'pc' }, {}, 'bt709', 'repack'],
    ['of JPEG are repacked', {}, { pixelFormat: 'yuvj422p' }, 'bt709', 'repack'],
    ['of 10 bits are repacked', {}, { pixelFormat: 'yuv420p10le' }, 'bt709', 'repack'],
    ['of a small RGB picture become BT.709', {}, { pixelFormat: 'bgr0', width: 64, height: 48 }, 'bt709', 'repack'],
    ['of BT.2020 become BT.709', { primaries: 'bt2020', matrix: 'bt2020nc' }, {}, 'bt709', 'convert'],
    ['of P3 become BT.709', { primaries: 'smpte432', matrix: 'bt709' }, {}, 'bt709', 'convert'],
    ['of an old matrix become BT.709', { matrix: 'smpte240m' }, {}, 'bt709', 'convert'],
    ['of PQ are tone-mapped', PQ, { pixelFormat: 'yuv420p10le' }, 'bt709', 'tone-map'],
    ['of HLG are tone-mapped, in 8 bits too', { transfer: 'arib-std-b67' }, {}, 'bt709', 'tone-map'],
  ])('%s', (_what, tags, over, matrix, kind) =>
    expect(colours(tags, over)).toMatchObject({ shown: { matrix }, conversion: { kind } }),
  );
  it('of HDR that says no more are BT.2020', () =>
    expect(colours({ transfer: 'smpte2084' }).source).toMatchObject({ matrix: 'bt2020nc', primaries: 'bt2020' }));
  it.each([
    [null, 1_000],
    [4_000, 4_000],
    [1, 203],
    [1e9, 10_000],
  ])('with an announced peak of %s reckon with %d cd/m²', (peakNits, used) =>
    expect(colours({ ...PQ, peakNits }).conversion).toEqual({ kind: 'tone-map', peakNits: used }),
  );
  it('that can be seen through are shown on black', () => {
    expect(colours({}, { pixelFormat: 'yuva444p10le' }).isTransparent).toBe(true);
    expect(colours({}, { pixelFormat: 'yuv444p10le' }).isTransparent).toBe(false);
  });
  it('say when they are a guess', () => {
    expect(colours().reason).toContain('does not say');
    expect(colours({ matrix: 'bt709' }).reason).toBe('colours: BT.709, as in the source');
  });
});
