import type { VideoStream } from '../media-probe.js';

/** How a picture of two fields, taken one after the other, becomes one of a single moment. */
export interface Deinterlacing {
  /** `marked`: those that the codec marks as interlaced; films and cartoons on discs and in broadcasts are often a mixture. */
  frames: 'all' | 'marked';
  /** Which field was taken first; null where each frame tells it. */
  firstField: 'top' | 'bottom' | null;
  reason: string;
}

/** Codecs whose frames say themselves whether they are interlaced, and how. */
const MARKING = new Set(['h264', 'mpeg2video', 'mpeg4', 'vc1', 'wmv3', 'dvvideo', 'prores', 'dnxhd', 'ffv1']);
/** Of these, what a file leaves open is often interlaced. */
const OFTEN_UNTOLD = new Set(['mpeg2video', 'mpeg4', 'vc1', 'dvvideo']);
/** ffmpeg's names: first letter the field that is stored first, second the one that is shown first. */
const SHOWN_FIRST: Record<string, 'top' | 'bottom'> = { tt: 'top', bt: 'top', bb: 'bottom', tb: 'bottom' };

/**
 * Decides from the container's word and the codec. The frame rate stays that of frames: a frame of each field would double the time
 * and the bitrate of every rung.
 * @returns null for progressive pictures
 */
export function planDeinterlacing({ fieldOrder, codec }: VideoStream): Deinterlacing | null {
  const first = SHOWN_FIRST[fieldOrder ?? ''];
  if (first) {
    const reason = 'deinterlaced: two fields become one frame, which costs half of what a frame of each would';
    return MARKING.has(codec)
      ? { frames: 'marked', firstField: null, reason }
      : { frames: 'all', firstField: first, reason };
  }
  if (fieldOrder === 'progressive' || !OFTEN_UNTOLD.has(codec)) return null;
  const reason = `deinterlaced where frames of ${codec} are marked so: the file does not tell`;
  return { frames: 'marked', firstField: null, reason };
}
