import type { TrackLabel } from './track-label.js';

/** Subtitles as a multivariant playlist names them. */
export interface SubtitleTag {
  label: TrackLabel;
  /** Shown unless a viewer chooses. */
  isDefault: boolean;
  isForced: boolean;
  /** Of the media playlist. */
  uri: string;
}

export const SUBTITLE_GROUP = 'subtitles';

/** One EXT-X-MEDIA tag on a line (RFC 8216 section 4.3.4.1). */
export function writeSubtitleTag({ label, isDefault, isForced, uri }: SubtitleTag, groupId = SUBTITLE_GROUP): string {
  const attributes = [
    'TYPE=SUBTITLES',
    `GROUP-ID="${groupId}"`,
    `NAME="${label.name}"`,
    ...(label.language ? [`LANGUAGE="${label.language}"`] : []),
    `DEFAULT=${isDefault ? 'YES' : 'NO'}`,
    `AUTOSELECT=${isDefault || label.isAutoSelected ? 'YES' : 'NO'}`,
    `FORCED=${isForced ? 'YES' : 'NO'}`,
    ...(label.characteristics.length > 0 ? [`CHARACTERISTICS="${label.characteristics.join(',')}"`] : []),
    `URI="${uri}"`,
  ];
  return `#EXT-X-MEDIA:${attributes.join(',')}\n`;
}
