import { HLS_VERSION } from './media-playlist.js';
import { averageBps, peakBps, type Rendition, type Sound } from './rendition.js';

const AUDIO_GROUP = 'audio';

export const MEDIA_PLAYLIST_FILE = 'index.m3u8';
export const GROWING_PLAYLIST_FILE = 'growing.m3u8';
type MediaPlaylistFile = typeof MEDIA_PLAYLIST_FILE | typeof GROWING_PLAYLIST_FILE;

type AudioTrack = Rendition & { sound: Sound };
const isAudioTrack = (rendition: Rendition): rendition is AudioTrack => rendition.sound !== null;

/** RFC 8216 section 4.3.4.1: one of a group is the default, which then is chosen automatically too. */
function audioTag(
  { name, sound: { label, channels } }: AudioTrack,
  isDefault: boolean,
  file: MediaPlaylistFile,
): string {
  const attributes = [
    'TYPE=AUDIO',
    `GROUP-ID="${AUDIO_GROUP}"`,
    `NAME="${label.name}"`,
    ...(label.language ? [`LANGUAGE="${label.language}"`] : []),
    `DEFAULT=${isDefault ? 'YES' : 'NO'}`,
    `AUTOSELECT=${isDefault || label.isAutoSelected ? 'YES' : 'NO'}`,
    ...(label.characteristics.length > 0 ? [`CHARACTERISTICS="${label.characteristics.join(',')}"`] : []),
    `CHANNELS="${channels}"`,
    `URI="${name}/${file}"`,
  ];
  return `#EXT-X-MEDIA:${attributes.join(',')}\n`;
}

/** RFC 8216 section 4.3.4.2: what a variant costs includes the costliest sound that may play with it. */
function variant(video: Rendition, audio: Rendition[], file: MediaPlaylistFile): string {
  const cost = (measure: (rendition: Rendition) => number) => measure(video) + Math.max(0, ...audio.map(measure));
  const codecs = new Set([video, ...audio].map((rendition) => rendition.codecs));
  const attributes = [
    `BANDWIDTH=${cost(peakBps)}`,
    `AVERAGE-BANDWIDTH=${cost(averageBps)}`,
    `CODECS="${[...codecs].join(',')}"`,
    `RESOLUTION=${video.width}x${video.height}`,
    `FRAME-RATE=${video.frameRate?.toFixed(3)}`,
    ...(audio.length > 0 ? [`AUDIO="${AUDIO_GROUP}"`] : []),
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
  const audio = renditions.filter(isAudioTrack);
  return `#EXTM3U
#EXT-X-VERSION:${HLS_VERSION}
#EXT-X-INDEPENDENT-SEGMENTS
${audio.map((track, at) => audioTag(track, at === 0, file)).join('')}${videos.map((video) => variant(video, audio, file)).join('')}`;
}
