import path from 'node:path/posix';
import { type Rendition, type Segment, targetDurationSeconds } from './rendition.js';

export const MEDIA_PLAYLIST_FILE = 'index.m3u8';
export const I_FRAME_PLAYLIST_FILE = 'iframes.m3u8';
export const GROWING_PLAYLIST_FILE = 'growing.m3u8';
export type MediaPlaylistFile = typeof MEDIA_PLAYLIST_FILE | typeof GROWING_PLAYLIST_FILE;

export const INIT_FILE = 'init.mp4';
/** fMP4 segments with EXT-X-MAP in a playlist that is not I-frames only need version 6; 7 is what Apple asks of CMAF. */
export const HLS_VERSION = 7;

type Media = Pick<Rendition, 'initKey' | 'segments'>;

/**
 * What a playlist names, by addresses that are relative to it: segments of earlier attempts lie beside its own attempt.
 * @param folder key of the folder that the playlist lies in
 */
const entriesOf = ({ initKey, segments }: Media, folder: string): string => {
  const entries = segments.map(
    ({ durationSeconds, key }) => `#EXTINF:${durationSeconds.toFixed(6)},\n${path.relative(folder, key)}\n`,
  );
  return `#EXT-X-MAP:URI="${path.relative(folder, initKey)}"\n${entries.join('')}`;
};

/**
 * RFC 8216 section 4.3.3.1 lets no target duration change while a playlist grows, so it is set before the segments are known.
 * Longer ones do not come in by it.
 */
export const canGrow = (segments: Segment[], targetSeconds: number): boolean =>
  targetDurationSeconds(segments) <= targetSeconds;

/** The playlist of a rendition that is still being made; players begin at its start and look for more. */
export const writeGrowingPlaylist = (
  media: Media,
  folder: string,
  targetSeconds: number,
  hasEnded: boolean,
): string => `#EXTM3U
#EXT-X-VERSION:${HLS_VERSION}
#EXT-X-TARGETDURATION:${targetSeconds}
#EXT-X-MEDIA-SEQUENCE:1
#EXT-X-PLAYLIST-TYPE:EVENT
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-START:TIME-OFFSET=0
${entriesOf(media, folder)}${hasEnded ? '#EXT-X-ENDLIST\n' : ''}`;

/** The playlist of one finished rendition. */
export function writeMediaPlaylist(media: Media, folder: string): string {
  return `#EXTM3U
#EXT-X-VERSION:${HLS_VERSION}
#EXT-X-TARGETDURATION:${targetDurationSeconds(media.segments)}
#EXT-X-MEDIA-SEQUENCE:1
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
${entriesOf(media, folder)}#EXT-X-ENDLIST
`;
}
