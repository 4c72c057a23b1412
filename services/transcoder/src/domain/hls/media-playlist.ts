import { type Segment, targetDurationSeconds } from './rendition.js';

export const INIT_FILE = 'init.mp4';
/** fMP4 segments with EXT-X-MAP in a playlist that is not I-frames only need version 6; 7 is what Apple asks of CMAF. */
export const HLS_VERSION = 7;

const entriesOf = (segments: Segment[]): string =>
  segments.map(({ durationSeconds, fileName }) => `#EXTINF:${durationSeconds.toFixed(6)},\n${fileName}\n`).join('');

/**
 * RFC 8216 section 4.3.3.1 lets no target duration change while a playlist grows, so it is set before the segments are known.
 * Longer ones do not come in by it.
 */
export const canGrow = (segments: Segment[], targetSeconds: number): boolean =>
  targetDurationSeconds(segments) <= targetSeconds;

/** The playlist of a rendition that is still being made; players begin at its start and look for more. */
export const writeGrowingPlaylist = (segments: Segment[], targetSeconds: number, hasEnded: boolean): string => `#EXTM3U
#EXT-X-VERSION:${HLS_VERSION}
#EXT-X-TARGETDURATION:${targetSeconds}
#EXT-X-MEDIA-SEQUENCE:1
#EXT-X-PLAYLIST-TYPE:EVENT
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-START:TIME-OFFSET=0
#EXT-X-MAP:URI="${INIT_FILE}"
${entriesOf(segments)}${hasEnded ? '#EXT-X-ENDLIST\n' : ''}`;

/** The playlist of one finished rendition. Every address is relative to it. */
export function writeMediaPlaylist(segments: Segment[]): string {
  return `#EXTM3U
#EXT-X-VERSION:${HLS_VERSION}
#EXT-X-TARGETDURATION:${targetDurationSeconds(segments)}
#EXT-X-MEDIA-SEQUENCE:1
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="${INIT_FILE}"
${entriesOf(segments)}#EXT-X-ENDLIST
`;
}
