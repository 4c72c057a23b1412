import { type Span, textSpans, writeTextPlaylist } from '@kinora/captions';

/** What a media playlist says of its segments. */
interface Measured {
  version: number;
  targetSeconds: number;
  mediaSequence: number;
  isEvent: boolean;
  hasEnded: boolean;
  durationsSeconds: number[];
}

function measure(mediaPlaylist: string): Measured {
  const numberIn = (tag: string): number => Number(new RegExp(`^#${tag}:(\\d+)`, 'm').exec(mediaPlaylist)?.[1] ?? 0);
  return {
    version: numberIn('EXT-X-VERSION'),
    targetSeconds: numberIn('EXT-X-TARGETDURATION'),
    mediaSequence: numberIn('EXT-X-MEDIA-SEQUENCE'),
    isEvent: mediaPlaylist.includes('\n#EXT-X-PLAYLIST-TYPE:EVENT\n'),
    hasEnded: mediaPlaylist.includes('\n#EXT-X-ENDLIST'),
    durationsSeconds: [...mediaPlaylist.matchAll(/^#EXTINF:([\d.]+)/gm)].map(([, seconds]) => Number(seconds)),
  };
}

/** Segment by segment as long as the pictures. */
function spansOf(durationsSeconds: number[]): Span[] {
  let startSeconds = 0;
  return durationsSeconds.map((durationSeconds) => {
    const span = { startSeconds, endSeconds: startSeconds + durationSeconds };
    startSeconds = span.endSeconds;
    return span;
  });
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1_000);

/** From when to when, and where it is known how long the video is: `60000-90500-90500.vtt`. */
const fileName = ({ startSeconds, endSeconds }: Span, totalSeconds?: number): string =>
  `${[startSeconds, endSeconds, ...(totalSeconds === undefined ? [] : [totalSeconds])].map(milliseconds).join('-')}.vtt`;

/** The segments lie two folders above their playlists, so that all playlists of one text have the same ones. */
const entriesOf = (spans: Span[], totalSeconds?: number) =>
  spans.map((span) => ({
    durationSeconds: span.endSeconds - span.startSeconds,
    uri: `../../${fileName(span, totalSeconds)}`,
  }));

/**
 * The playlist of captions that lasts as long as a media playlist does. While that grows, both have the same segments (RFC 8216
 * section 6.2.4 has all playlists of a stream be of one type and one target duration, but for text that is whole).
 */
export function captionPlaylist(mediaPlaylist: string): string {
  const { isEvent, durationsSeconds, ...measured } = measure(mediaPlaylist);
  if (isEvent) return writeTextPlaylist({ ...measured, type: 'EVENT', segments: entriesOf(spansOf(durationsSeconds)) });
  const totalSeconds = durationsSeconds.reduce((sum, seconds) => sum + seconds, 0);
  const segments = entriesOf(textSpans(totalSeconds), totalSeconds);
  const targetSeconds = Math.max(1, ...segments.map(({ durationSeconds }) => Math.round(durationSeconds)));
  return writeTextPlaylist({ ...measured, targetSeconds, type: 'VOD', segments });
}

const FILE_NAME = /^(\d{1,9})-(\d{1,9})(?:-(\d{1,9}))?\.vtt$/;

/** What a segment's name asks for. Undefined for another file. */
export function parseFileName(name: string): (Span & { totalSeconds: number }) | undefined {
  const [, start, end, total] = FILE_NAME.exec(name) ?? [];
  if (start === undefined) return undefined;
  const seconds = (milliseconds?: string) => (milliseconds ? Number(milliseconds) / 1_000 : Number.POSITIVE_INFINITY);
  return { startSeconds: seconds(start), endSeconds: seconds(end), totalSeconds: seconds(total) };
}
