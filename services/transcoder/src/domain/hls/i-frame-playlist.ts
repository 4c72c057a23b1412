import path from 'node:path/posix';
import { HLS_VERSION, I_FRAME_PLAYLIST_FILE } from './media-playlist.js';
import { averageBps, peakBps, type Rendition, type Segment, targetDurationSeconds } from './rendition.js';

/** A key frame, from its own time to that of the next one. */
interface IFrame extends Segment {
  offsetBytes: number;
}

/** In the order of time; the last one lasts to the end. */
function iFramesOf({ segments }: Pick<Rendition, 'segments'>): IFrame[] {
  let segmentStart = 0;
  const starts = segments.flatMap(({ key, keyFrames = [], durationSeconds }) => {
    const found = keyFrames.map((frame) => ({ ...frame, key, startSeconds: segmentStart + frame.startSeconds }));
    segmentStart += durationSeconds;
    return found;
  });
  return starts.map(({ key, offsetBytes, sizeBytes, startSeconds }, i) => {
    const end = starts[i + 1]?.startSeconds ?? segmentStart;
    return { key, offsetBytes, sizeBytes, durationSeconds: end - startSeconds };
  });
}

/** False for sound, and for pictures of which not every segment is known to begin with a key frame. */
export const hasIFrames = ({ kind, segments }: Rendition): boolean =>
  kind === 'video' && segments.length > 0 && segments.every(({ keyFrames }) => keyFrames?.[0]?.startSeconds === 0);

/**
 * Pictures for fast forward and backward, as ranges of the segments that are there (RFC 8216 section 4.3.3.6).
 * @param folder key of the folder that the playlist lies in
 */
export function writeIFramePlaylist(rendition: Rendition, folder: string): string {
  const frames = iFramesOf(rendition);
  const entries = frames.map(
    ({ durationSeconds, sizeBytes, offsetBytes, key }) =>
      `#EXTINF:${durationSeconds.toFixed(6)},\n#EXT-X-BYTERANGE:${sizeBytes}@${offsetBytes}\n${path.relative(folder, key)}\n`,
  );
  return `#EXTM3U
#EXT-X-VERSION:${HLS_VERSION}
#EXT-X-TARGETDURATION:${targetDurationSeconds(frames)}
#EXT-X-MEDIA-SEQUENCE:1
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-I-FRAMES-ONLY
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="${path.relative(folder, rendition.initKey)}"
${entries.join('')}#EXT-X-ENDLIST
`;
}

/** RFC 8216 section 4.3.4.3. */
export function writeIFrameVariant(rendition: Rendition): string {
  const frames = { segments: iFramesOf(rendition) };
  const attributes = [
    `BANDWIDTH=${peakBps(frames)}`,
    `AVERAGE-BANDWIDTH=${averageBps(frames)}`,
    `CODECS="${rendition.codecs}"`,
    `RESOLUTION=${rendition.width}x${rendition.height}`,
    `URI="${rendition.name}/${I_FRAME_PLAYLIST_FILE}"`,
  ];
  return `#EXT-X-I-FRAME-STREAM-INF:${attributes.join(',')}\n`;
}
