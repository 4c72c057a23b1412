import { type Cue, cuesWithin, textSpans, writeTextSegment } from '@kinora/captions';

export interface SubtitleSegment {
  fileName: string;
  durationSeconds: number;
  text: string;
}

/** Cuts subtitles into segments as long as the video. */
export function cutSubtitles(cues: Cue[], durationSeconds: number): SubtitleSegment[] {
  const shown = cuesWithin(cues, durationSeconds);
  return textSpans(durationSeconds).map((span, at) => ({
    fileName: `${String(at + 1).padStart(5, '0')}.vtt`,
    durationSeconds: span.endSeconds - span.startSeconds,
    text: writeTextSegment(shown, span),
  }));
}
