import {
  FOR_THE_DEAF,
  labelTracks,
  SUBTITLE_GROUP,
  type TaggedTrack,
  type TrackLabel,
  writeSubtitleTag,
} from '@kinora/captions';
import type { CaptionKind } from '@kinora/contracts';

/** Captions that an owner gave to a video, as their viewers choose them. */
export interface AddedCaptions {
  textId: string;
  language: string;
  label: string | null;
  kind: CaptionKind;
}

const STREAM_INF = '#EXT-X-STREAM-INF:';
const SUBTITLES = '#EXT-X-MEDIA:TYPE=SUBTITLES,';

const quoted = (tag: string, attribute: string): string | undefined =>
  new RegExp(`[:,]${attribute}="([^"]*)"`).exec(tag)?.[1];

const labelIn = (tag: string): TrackLabel => ({
  name: quoted(tag, 'NAME') ?? '',
  language: quoted(tag, 'LANGUAGE') ?? null,
  isAutoSelected: tag.includes(',AUTOSELECT=YES'),
  characteristics: quoted(tag, 'CHARACTERISTICS')?.split(',') ?? [],
});

type Track = TaggedTrack & Pick<AddedCaptions, 'kind'>;

const labelsOf = (captions: AddedCaptions[], beside: TrackLabel[]): TrackLabel[] =>
  labelTracks<Track>(
    captions.map(({ label, language, kind }) => ({ title: label, language, kind, isCommentary: false })),
    { nameless: 'Subtitles', characteristicsOf: ({ kind }) => (kind === 'captions' ? FOR_THE_DEAF : []), beside },
  );

/**
 * A multivariant playlist with captions beside the subtitles that are in it: in one group, each with a name of its own (RFC 8216
 * section 4.3.4.1).
 * @param attempt the folder of the playlist
 */
export function addCaptions(playlist: string, captions: AddedCaptions[], attempt: string): string {
  const lines = playlist.split('\n');
  const firstVariant = lines.findIndex((line) => line.startsWith(STREAM_INF));
  const mediaPlaylist = lines[firstVariant + 1];
  if (captions.length === 0 || firstVariant < 0 || !mediaPlaylist) return playlist;
  const present = lines.filter((line) => line.startsWith(SUBTITLES));
  const group = quoted(present[0] ?? '', 'GROUP-ID') ?? SUBTITLE_GROUP;
  const labels = labelsOf(captions, present.map(labelIn));
  const tags = labels.map((label, at) =>
    writeSubtitleTag(
      {
        ...{ label, isDefault: false, isForced: false },
        uri: `../captions/${captions[at]?.textId}/${attempt}/${mediaPlaylist}`,
      },
      group,
    ).trimEnd(),
  );
  const hasGroup = (line: string) => quoted(line, 'SUBTITLES') !== undefined;
  const variants = lines.map((line) =>
    line.startsWith(STREAM_INF) && !hasGroup(line) ? `${line},SUBTITLES="${group}"` : line,
  );
  return [...variants.slice(0, firstVariant), ...tags, ...variants.slice(firstVariant)].join('\n');
}
