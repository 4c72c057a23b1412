import { writeTextPlaylist } from '@kinora/captions';
import { HLS_VERSION, MEDIA_PLAYLIST_FILE } from '../hls/media-playlist.js';
import { targetDurationSeconds } from '../hls/rendition.js';
import type { SubtitleRendition } from '../plan/transcode-plan.js';
import type { PutText } from '../publish-playlists.js';
import { readCues } from './cues.js';
import { cutSubtitles, type SubtitleSegment } from './segments.js';

/** A track of subtitles as ffmpeg wrote it, or why there is none, in words. */
export type ExtractedSubtitles = { rendition: SubtitleRendition } & (
  | { webVtt: string; fault?: never }
  | { webVtt?: never; fault: string }
);

export interface SubtitleOutput {
  prefix: string;
  durationSeconds: number;
  putText: PutText;
  /** Tells why a track is left out. */
  decide: (reason: string) => void;
}

const playlistOf = (segments: SubtitleSegment[]): string =>
  writeTextPlaylist({
    ...{ version: HLS_VERSION, targetSeconds: targetDurationSeconds(segments), mediaSequence: 1 },
    ...{ type: 'VOD', hasEnded: true },
    segments: segments.map(({ durationSeconds, fileName }) => ({ durationSeconds, uri: fileName })),
  });

async function publishOne({ rendition, webVtt, fault }: ExtractedSubtitles, output: SubtitleOutput): Promise<boolean> {
  const { prefix, durationSeconds, putText, decide } = output;
  const cues = webVtt === undefined ? [] : readCues(webVtt);
  if (cues.length === 0) {
    decide(`the subtitles “${rendition.label.name}” are left out: ${fault ?? 'there is no text in them'}`);
    return false;
  }
  const segments = cutSubtitles(cues, durationSeconds);
  const folder = `${prefix}${rendition.name}`;
  await Promise.all(segments.map(({ fileName, text }) => putText(`${folder}/${fileName}`, text)));
  await putText(`${folder}/${MEDIA_PLAYLIST_FILE}`, playlistOf(segments));
  return true;
}

/** Stores the subtitles of a video. @returns those that there are to show */
export async function publishSubtitles(
  extracted: ExtractedSubtitles[],
  output: SubtitleOutput,
): Promise<SubtitleRendition[]> {
  const published: SubtitleRendition[] = [];
  for (const track of extracted) if (await publishOne(track, output)) published.push(track.rendition);
  return published;
}
