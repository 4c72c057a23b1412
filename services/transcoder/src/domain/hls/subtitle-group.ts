import type { SubtitleRendition } from '../plan/transcode-plan.js';
import { MEDIA_PLAYLIST_FILE } from './media-playlist.js';

export const SUBTITLE_GROUP = 'subtitles';

/** RFC 8216 section 4.3.4.1. */
function subtitleTag({ name, label, isDefault, isForced }: SubtitleRendition): string {
  const attributes = [
    'TYPE=SUBTITLES',
    `GROUP-ID="${SUBTITLE_GROUP}"`,
    `NAME="${label.name}"`,
    ...(label.language ? [`LANGUAGE="${label.language}"`] : []),
    `DEFAULT=${isDefault ? 'YES' : 'NO'}`,
    `AUTOSELECT=${isDefault || label.isAutoSelected ? 'YES' : 'NO'}`,
    `FORCED=${isForced ? 'YES' : 'NO'}`,
    ...(label.characteristics.length > 0 ? [`CHARACTERISTICS="${label.characteristics.join(',')}"`] : []),
    `URI="${name}/${MEDIA_PLAYLIST_FILE}"`,
  ];
  return `#EXT-X-MEDIA:${attributes.join(',')}\n`;
}

export const writeSubtitleGroup = (subtitles: SubtitleRendition[]): string => subtitles.map(subtitleTag).join('');
