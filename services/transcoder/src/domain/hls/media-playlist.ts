import type { Segment } from './rendition.js';

export const INIT_FILE = 'init.mp4';
/** fMP4 segments with EXT-X-MAP in a playlist that is not I-frames only need version 6; 7 is what Apple asks of CMAF. */
export const HLS_VERSION = 7;

/** RFC 8216 section 4.3.3.1: no segment's duration, rounded to whole seconds, may exceed it. */
const targetDuration = (segments: Segment[]): number =>
  Math.max(1, ...segments.map(({ durationSeconds }) => Math.round(durationSeconds)));

/** The playlist of one finished rendition. Every address is relative to it. */
export function writeMediaPlaylist(segments: Segment[]): string {
  const entries = segments.map(
    ({ durationSeconds, fileName }) => `#EXTINF:${durationSeconds.toFixed(6)},\n${fileName}\n`,
  );
  return `#EXTM3U
#EXT-X-VERSION:${HLS_VERSION}
#EXT-X-TARGETDURATION:${targetDuration(segments)}
#EXT-X-MEDIA-SEQUENCE:1
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="${INIT_FILE}"
${entries.join('')}#EXT-X-ENDLIST
`;
}
