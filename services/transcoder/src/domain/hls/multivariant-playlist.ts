import { HLS_VERSION } from './media-playlist.js';
import { averageBps, peakBps, type Rendition } from './rendition.js';

const AUDIO_GROUP = 'audio';

export const MEDIA_PLAYLIST_FILE = 'index.m3u8';
export const GROWING_PLAYLIST_FILE = 'growing.m3u8';
type MediaPlaylistFile = typeof MEDIA_PLAYLIST_FILE | typeof GROWING_PLAYLIST_FILE;

const audioTag = (audio: Rendition, file: MediaPlaylistFile): string =>
  `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${AUDIO_GROUP}",NAME="Default",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="${audio.name}/${file}"\n`;

/** RFC 8216 section 4.3.4.2: what a variant costs includes the sound that plays with it. */
function variant(video: Rendition, audio: Rendition | undefined, file: MediaPlaylistFile): string {
  const parts = audio ? [video, audio] : [video];
  const total = (measure: (rendition: Rendition) => number) => parts.reduce((sum, part) => sum + measure(part), 0);
  const attributes = [
    `BANDWIDTH=${total(peakBps)}`,
    `AVERAGE-BANDWIDTH=${total(averageBps)}`,
    `CODECS="${parts.map(({ codecs }) => codecs).join(',')}"`,
    `RESOLUTION=${video.width}x${video.height}`,
    `FRAME-RATE=${video.frameRate?.toFixed(3)}`,
    ...(audio ? [`AUDIO="${AUDIO_GROUP}"`] : []),
    'CLOSED-CAPTIONS=NONE',
  ];
  return `#EXT-X-STREAM-INF:${attributes.join(',')}\n${video.name}/${file}\n`;
}

/** The playlist that names every rendition. Players start with the first variant before they know the bandwidth. */
export function writeMultivariantPlaylist(
  renditions: Rendition[],
  file: MediaPlaylistFile = MEDIA_PLAYLIST_FILE,
): string {
  const videos = renditions.filter(({ kind }) => kind === 'video');
  const audio = renditions.find(({ kind }) => kind === 'audio');
  return `#EXTM3U
#EXT-X-VERSION:${HLS_VERSION}
#EXT-X-INDEPENDENT-SEGMENTS
${audio ? audioTag(audio, file) : ''}${videos.map((video) => variant(video, audio, file)).join('')}`;
}
