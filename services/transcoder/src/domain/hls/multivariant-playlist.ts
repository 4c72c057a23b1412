import { SUBTITLE_GROUP, writeSubtitleTag } from '@kinora/captions';
import type { SubtitleRendition } from '../plan/transcode-plan.js';
import { type AudioGroup, audioGroups, writeAudioGroup } from './audio-groups.js';
import { hasIFrames, writeIFrameVariant } from './i-frame-playlist.js';
import { HLS_VERSION, MEDIA_PLAYLIST_FILE, type MediaPlaylistFile } from './media-playlist.js';
import { averageBps, peakBps, type Rendition } from './rendition.js';

const HEADER = `#EXTM3U
#EXT-X-VERSION:${HLS_VERSION}
#EXT-X-INDEPENDENT-SEGMENTS
`;

/** The variant is the default track itself; a group names all tracks where there are several. */
function soundAlone(tracks: Rendition[], file: MediaPlaylistFile): string {
  const [sound] = tracks;
  if (!sound) return '';
  const [group] = tracks.length > 1 ? audioGroups(tracks) : [];
  const cost = (measure: (rendition: Rendition) => number) => Math.max(...tracks.map(measure));
  const attributes = [
    `BANDWIDTH=${cost(peakBps)}`,
    `AVERAGE-BANDWIDTH=${cost(averageBps)}`,
    `CODECS="${[...new Set(tracks.map(({ codecs }) => codecs))].join(',')}"`,
    ...(group ? [`AUDIO="${group.id}"`] : []),
    'CLOSED-CAPTIONS=NONE',
  ];
  const named = group ? writeAudioGroup(group, file) : '';
  return `${named}#EXT-X-STREAM-INF:${attributes.join(',')}\n${sound.name}/${file}\n`;
}

interface Beside {
  audio: AudioGroup | undefined;
  /** Group of the subtitles. */
  text: string | undefined;
}

/** RFC 8216 section 4.3.4.2: what a variant costs includes the costliest sound that may play with it. */
function variant(video: Rendition, { audio, text }: Beside, file: MediaPlaylistFile): string {
  const tracks = audio?.members ?? [];
  const cost = (measure: (rendition: Rendition) => number) => measure(video) + Math.max(0, ...tracks.map(measure));
  const codecs = new Set([video, ...tracks].map((rendition) => rendition.codecs));
  const attributes = [
    `BANDWIDTH=${cost(peakBps)}`,
    `AVERAGE-BANDWIDTH=${cost(averageBps)}`,
    `CODECS="${[...codecs].join(',')}"`,
    `RESOLUTION=${video.width}x${video.height}`,
    `FRAME-RATE=${video.frameRate?.toFixed(3)}`,
    ...(audio ? [`AUDIO="${audio.id}"`] : []),
    ...(text ? [`SUBTITLES="${text}"`] : []),
    'CLOSED-CAPTIONS=NONE',
  ];
  return `#EXT-X-STREAM-INF:${attributes.join(',')}\n${video.name}/${file}\n`;
}

const subtitleTag = ({ name, ...subtitles }: SubtitleRendition): string =>
  writeSubtitleTag({ ...subtitles, uri: `${name}/${MEDIA_PLAYLIST_FILE}` });

/**
 * The playlist that names every rendition. Players start with the first variant before they know the bandwidth; each picture
 * comes with stereo first, and those that know nothing of 5.1 end there.
 */
export function writeMultivariantPlaylist(
  renditions: Rendition[],
  file: MediaPlaylistFile = MEDIA_PLAYLIST_FILE,
  subtitles: SubtitleRendition[] = [],
): string {
  const videos = renditions.filter(({ kind }) => kind === 'video');
  if (videos.length === 0) return HEADER + soundAlone(renditions, file);
  const groups = audioGroups(renditions);
  const text = subtitles.length > 0 ? SUBTITLE_GROUP : undefined;
  const variants = (groups.length > 0 ? groups : [undefined]).flatMap((group) =>
    videos.map((video) => variant(video, { audio: group, text }, file)),
  );
  const isFinished = file === MEDIA_PLAYLIST_FILE;
  const iFrames = isFinished ? videos.filter(hasIFrames).map(writeIFrameVariant) : [];
  return `${HEADER}${groups.map((group) => writeAudioGroup(group, file)).join('')}${subtitles.map(subtitleTag).join('')}${variants.join('')}${iFrames.join('')}`;
}
