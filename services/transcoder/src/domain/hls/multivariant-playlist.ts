import { HLS_VERSION } from './media-playlist.js';
import { averageBps, peakBps, type Rendition } from './rendition.js';

const AUDIO_GROUP = 'audio';

export const MEDIA_PLAYLIST_FILE = 'index.m3u8';
const uri = (rendition: Rendition): string => `${rendition.name}/${MEDIA_PLAYLIST_FILE}`;

const audioTag = (audio: Rendition): string =>
  `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${AUDIO_GROUP}",NAME="Default",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="${uri(audio)}"\n`;

/** RFC 8216 section 4.3.4.2: what a variant costs includes the sound that plays with it. */
function variant(video: Rendition, audio: Rendition | undefined): string {
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
  return `#EXT-X-STREAM-INF:${attributes.join(',')}\n${uri(video)}\n`;
}

/** The playlist that names every rendition. Players start with the first variant before they know the bandwidth. */
export function writeMultivariantPlaylist(renditions: Rendition[]): string {
  const videos = renditions.filter(({ kind }) => kind === 'video');
  const audio = renditions.find(({ kind }) => kind === 'audio');
  return `#EXTM3U
#EXT-X-VERSION:${HLS_VERSION}
#EXT-X-INDEPENDENT-SEGMENTS
${audio ? audioTag(audio) : ''}${videos.map((video) => variant(video, audio)).join('')}`;
}
