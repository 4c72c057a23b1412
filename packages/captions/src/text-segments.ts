import { type Cue, writeCue } from './cue.js';

/** Long enough for few requests, short enough that a player need not read all of it to begin in the middle. */
const TEXT_SEGMENT_SECONDS = 60;

/** From when to when a segment lasts. */
export interface Span {
  startSeconds: number;
  endSeconds: number;
}

/** RFC 8216 section 3.5: the clock of the text is that of the media, which begins at zero. */
const HEADER = 'WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n';

/** Where the text of a whole video is cut. */
export function textSpans(durationSeconds: number): Span[] {
  const count = Math.max(1, Math.ceil(durationSeconds / TEXT_SEGMENT_SECONDS));
  return Array.from({ length: count }, (_, at) => ({
    startSeconds: at * TEXT_SEGMENT_SECONDS,
    endSeconds: Math.min(durationSeconds, (at + 1) * TEXT_SEGMENT_SECONDS),
  }));
}

/** In the order of their beginnings. What is outside the video is left out, what reaches beyond its end is shortened. */
export const cuesWithin = (cues: readonly Cue[], durationSeconds: number): Cue[] =>
  cues
    .map((cue) => ({ ...cue, endSeconds: Math.min(cue.endSeconds, durationSeconds) }))
    .filter(({ startSeconds, endSeconds }) => endSeconds > startSeconds)
    .sort((a, b) => a.startSeconds - b.startSeconds);

/** One segment. A cue is in every segment that shows it, with all of its time (RFC 8216 section 3.5). */
export const writeTextSegment = (cues: readonly Cue[], span: Span): string =>
  HEADER +
  cues
    .filter(({ startSeconds, endSeconds }) => startSeconds < span.endSeconds && endSeconds > span.startSeconds)
    .map(writeCue)
    .join('');
