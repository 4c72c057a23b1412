import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyVideo, probeOf, videoStream } from '../../../test/probes.js';
import type { VideoStream } from '../media-probe.js';
import { planDeinterlacing } from './deinterlace.js';
import { decideFrameRate } from './frame-rate.js';
import { planTranscode } from './plan.js';

const of = (over: Partial<VideoStream>) => planDeinterlacing(videoStream(over));

describe('fields', () => {
  it.each<[string, Partial<VideoStream>, object | null]>([
    ['of H.264 are told by its frames', { fieldOrder: 'tt' }, { frames: 'marked', firstField: null }],
    ['of JPEG are told by the file', { codec: 'mjpeg', fieldOrder: 'tt' }, { frames: 'all', firstField: 'top' }],
    ['stored the other way round', { codec: 'rawvideo', fieldOrder: 'tb' }, { firstField: 'bottom' }],
    ['of DV are marked where the file says nothing', { codec: 'dvvideo', fieldOrder: null }, { frames: 'marked' }],
    ['of a progressive disc are none', { codec: 'mpeg2video', fieldOrder: 'progressive' }, null],
    ['of VP9 are none', { codec: 'vp9', fieldOrder: 'unknown' }, null],
  ])('%s', (_what, over, expected) => {
    const plan = of(over);
    expect(plan && expected ? plan : expected).toEqual(expected && expect.objectContaining(expected));
    expect(plan === null).toBe(expected === null);
  });
  it('make as many frames as the source has, also where it counts fields', () => {
    const fields = videoStream({
      fieldOrder: 'tt',
      nominalFrameRate: { num: 50, den: 1 },
      averageFrameRate: { num: 25, den: 1 },
    });
    expect(decideFrameRate(fields, planDeinterlacing(fields)).rate).toEqual({ num: 25, den: 1 });
    expect(decideFrameRate(fields, null).rate).toEqual({ num: 25, den: 1 });
  });
  it('are never copied, and never left without a reason', () =>
    fc.assert(
      fc.property(anyVideo, (video) => {
        const plan = planTranscode(probeOf(video), { maxAudioTracks: 1, maxSubtitleTracks: 2 });
        if (['tt', 'bb', 'tb', 'bt'].includes(video.fieldOrder ?? '')) expect(plan?.deinterlacing).not.toBeNull();
        if (plan?.deinterlacing) expect(plan).toMatchObject({ copy: null });
        if (plan?.deinterlacing) expect(plan.reasons).toContain(plan.deinterlacing.reason);
      }),
      { numRuns: 300 },
    ));
});
