import type { Cue } from './cues.js';

/** Long enough for few requests, short enough that a player need not read all of it to begin in the middle. */
const SUBTITLE_SEGMENT_SECONDS = 60;

export interface SubtitleSegment {
  fileName: string;
  durationSeconds: number;
  text: string;
}

function time(seconds: number): string {
  const milliseconds = Math.round(seconds * 1_000);
  const pad = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, '0');
  const [hours, minutes] = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60];
  return `${pad(hours)}:${pad(minutes)}:${pad((milliseconds / 1_000) % 60)}.${pad(milliseconds % 1_000, 3)}`;
}

/** RFC 8216 section 3.5: the clock of the text is that of the media, which begins at zero. */
const HEADER = 'WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n';

const writeCue = ({ startSeconds, endSeconds, text }: Cue): string =>
  `\n${time(startSeconds)} --> ${time(endSeconds)}\n${text}\n`;

/** What is outside the video is left out, what reaches beyond its end is shortened. */
const within = (cues: Cue[], durationSeconds: number): Cue[] =>
  cues
    .map((cue) => ({ ...cue, endSeconds: Math.min(cue.endSeconds, durationSeconds) }))
    .filter(({ startSeconds, endSeconds }) => endSeconds > startSeconds)
    .sort((a, b) => a.startSeconds - b.startSeconds);

/** Cuts subtitles into segments as long as the video. A cue is in every segment that shows it (RFC 8216 section 3.5). */
export function cutSubtitles(cues: Cue[], durationSeconds: number): SubtitleSegment[] {
  const shown = within(cues, durationSeconds);
  const count = Math.max(1, Math.ceil(durationSeconds / SUBTITLE_SEGMENT_SECONDS));
  return Array.from({ length: count }, (_, i) => {
    const start = i * SUBTITLE_SEGMENT_SECONDS;
    const end = Math.min(durationSeconds, start + SUBTITLE_SEGMENT_SECONDS);
    const inside = shown.filter(({ startSeconds, endSeconds }) => startSeconds < end && endSeconds > start);
    return {
      fileName: `${String(i + 1).padStart(5, '0')}.vtt`,
      durationSeconds: end - start,
      text: `${HEADER}${inside.map(writeCue).join('')}`,
    };
  });
}
