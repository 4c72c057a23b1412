import type { Container } from '@kinora/sniff';
import { z } from 'zod';
import type {
  AudioStream,
  ColourTags,
  FirstPacket,
  MediaProbe,
  Rational,
  SubtitleStream,
  VideoStream,
} from '../../domain/media-probe.js';

/** ffprobe writes numbers as text, and leaves out or calls N/A what it does not know. */
const positive = z.coerce.number().positive().finite().nullable().catch(null);
const wholeOrZero = z.coerce.number().int().nonnegative().catch(0);
const words = z.string().nullable().catch(null);
const flag = z.coerce.number().catch(0);

const ratio = z
  .string()
  .regex(/^\d{1,10}[:/]\d{1,10}$/)
  .transform((text): Rational | null => {
    const [num = 0, den = 0] = text.split(/[:/]/).map(Number);
    return num > 0 && den > 0 ? { num, den } : null;
  })
  .nullable()
  .catch(null);

/** Mastering displays state a fraction, content light levels a whole number; both in cd/m². */
const luminance = z.union([ratio.transform((value) => value && value.num / value.den), positive]).catch(null);
const sideData = z.object({
  rotation: z.coerce.number().optional().catch(undefined),
  displaymatrix: words.optional(),
  max_content: positive.optional(),
  max_luminance: luminance.optional(),
  dv_bl_signal_compatibility_id: z.number().optional().catch(undefined),
});
/** Matroska states how long a track is by a tag such as `00:01:02.500000000`. */
const clock = z
  .string()
  .regex(/^\d+:\d\d:\d\d(\.\d+)?$/)
  .transform((text) => text.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0))
  .nullable()
  .catch(null);
const tags = z
  .object({
    language: words,
    title: words,
    rotate: z.coerce.number().optional().catch(undefined),
    DURATION: clock,
    'DURATION-eng': clock,
  })
  .partial();

const dispositions = z
  .object({
    default: flag,
    attached_pic: flag,
    comment: flag,
    visual_impaired: flag,
    hearing_impaired: flag,
    forced: flag,
    descriptions: flag,
  })
  .partial();

const streamSchema = z.object({
  index: z.number().int(),
  codec_type: z.string().catch('unknown'),
  codec_name: z.string().catch('unknown'),
  profile: words,
  pix_fmt: words,
  color_range: words,
  color_space: words,
  color_primaries: words,
  color_transfer: words,
  width: wholeOrZero,
  height: wholeOrZero,
  sample_aspect_ratio: ratio,
  r_frame_rate: ratio,
  avg_frame_rate: ratio,
  channels: wholeOrZero,
  channel_layout: words,
  sample_rate: wholeOrZero,
  bit_rate: positive,
  duration: positive,
  field_order: words,
  disposition: dispositions.catch({}),
  side_data_list: z.array(sideData).catch([]),
  tags: tags.catch({}),
});
type Stream = z.infer<typeof streamSchema>;

const seconds = z.coerce.number().finite().nullable().catch(null);
const packetSchema = z.object({
  stream_index: z.number().int(),
  pts_time: seconds.optional(),
  flags: z.string().catch(''),
});

const formatSchema = z.object({ duration: positive, start_time: seconds.optional() });

const reportSchema = z.object({
  packets: z.array(packetSchema).catch([]),
  streams: z.array(streamSchema).default([]),
  format: formatSchema.default({ duration: null }),
});
type Report = z.infer<typeof reportSchema>;

/** What ffprobe is asked for, by section: a file may carry any amount of what nobody reads. */
const ASKED = {
  format: formatSchema,
  stream: streamSchema,
  stream_disposition: dispositions,
  stream_side_data: sideData,
  stream_tags: tags,
  packet: packetSchema,
};
export const PROBED_ENTRIES = Object.entries(ASKED)
  .map(([section, { shape }]) => `${section}=${Object.keys(shape).join(',')}`)
  .join(':');

function firstPacket({ packets, format }: Report, index: number): FirstPacket | null {
  const first = packets.find(({ stream_index }) => stream_index === index);
  if (typeof first?.pts_time !== 'number') return null;
  return {
    startSeconds: first.pts_time - (format.start_time ?? 0),
    isKeyFrame: first.flags.includes('K'),
    isHidden: first.flags.includes('D'),
  };
}

/** These state when a file ends by the clock of its packets, which begins late in a recording that was cut out of a longer one. */
const STATES_END = new Set<Container>(['matroska', 'webm']);

function withLength(report: Report, container: Container): Report {
  const { duration, start_time } = report.format;
  const start = STATES_END.has(container) ? Math.max(0, start_time ?? 0) : 0;
  if (duration === null || duration <= start) return report;
  return { ...report, format: { ...report.format, duration: duration - start } };
}

/** A tag may be older than the file, but no track is longer than that. */
function durationSeconds({ format }: Report, { duration, tags: { DURATION, 'DURATION-eng': english } }: Stream) {
  const tagged = DURATION ?? english ?? null;
  if (duration !== null || tagged === null || tagged <= 0) return duration;
  return Math.min(tagged, format.duration ?? tagged);
}

/** ffprobe counts the display matrix anticlockwise. */
function rotationDegrees({ side_data_list, tags: { rotate } }: Stream): number {
  const matrix = side_data_list.find(({ rotation }) => rotation !== undefined)?.rotation;
  const clockwise = matrix === undefined ? (rotate ?? 0) : -matrix;
  return ((Math.round(clockwise) % 360) + 360) % 360;
}

/** The matrix is printed in three lines of three numbers; one that mirrors has a negative determinant. */
function isMirrored({ side_data_list }: Stream): boolean {
  const text = side_data_list.find(({ displaymatrix }) => displaymatrix)?.displaymatrix ?? '';
  const rows = [...text.matchAll(/^\d+:\s+(-?\d+)\s+(-?\d+)/gm)].map(([, first, second]) => [
    Number(first),
    Number(second),
  ]);
  const [[a = 1, b = 0] = [], [c = 0, d = 1] = []] = rows;
  return a * d - b * c < 0;
}

/** Dolby Vision Profiles and Levels: what screens without it make of a stream; of profile 5 they make nothing. */
const NO_OTHER_SIGNAL = 0;

function colourTags({ color_range, color_space, color_primaries, color_transfer, side_data_list }: Stream): ColourTags {
  const content = side_data_list.find(({ max_content }) => max_content)?.max_content;
  const mastering = side_data_list.find(({ max_luminance }) => max_luminance)?.max_luminance;
  return {
    range: color_range === 'tv' || color_range === 'pc' ? color_range : null,
    ...{ matrix: color_space, primaries: color_primaries, transfer: color_transfer },
    peakNits: content ?? mastering ?? null,
    needsDolbyVision: side_data_list.some(
      ({ dv_bl_signal_compatibility_id }) => dv_bl_signal_compatibility_id === NO_OTHER_SIGNAL,
    ),
  };
}

const toVideo =
  (report: Report) =>
  (stream: Stream): VideoStream => ({
    index: stream.index,
    codec: stream.codec_name,
    profile: stream.profile,
    pixelFormat: stream.pix_fmt,
    colour: colourTags(stream),
    width: stream.width,
    height: stream.height,
    sampleAspect: stream.sample_aspect_ratio ?? { num: 1, den: 1 },
    rotationDegrees: rotationDegrees(stream),
    isMirrored: isMirrored(stream),
    nominalFrameRate: stream.r_frame_rate,
    averageFrameRate: stream.avg_frame_rate,
    bitrateBps: stream.bit_rate,
    durationSeconds: durationSeconds(report, stream),
    fieldOrder: stream.field_order,
    firstPacket: firstPacket(report, stream.index),
    isDefault: stream.disposition.default === 1,
  });

const toAudio =
  (report: Report) =>
  (stream: Stream): AudioStream => ({
    index: stream.index,
    codec: stream.codec_name,
    profile: stream.profile,
    channels: stream.channels,
    channelLayout: stream.channel_layout,
    sampleRateHz: stream.sample_rate,
    bitrateBps: stream.bit_rate,
    durationSeconds: durationSeconds(report, stream),
    title: stream.tags.title ?? null,
    language: stream.tags.language ?? null,
    firstPacket: firstPacket(report, stream.index),
    isDefault: stream.disposition.default === 1,
    isCommentary: stream.disposition.comment === 1,
    isDescriptive: stream.disposition.visual_impaired === 1 || stream.disposition.descriptions === 1,
  });

const toSubtitles = ({ index, codec_name, tags: { title, language }, disposition }: Stream): SubtitleStream => ({
  ...{ index, codec: codec_name, title: title ?? null, language: language ?? null },
  isDefault: disposition.default === 1,
  isForced: disposition.forced === 1,
  isForTheDeaf: disposition.hearing_impaired === 1,
  isCommentary: disposition.comment === 1,
});

const isPicture = ({ codec_type, width, height }: Stream): boolean => codec_type === 'video' && width > 0 && height > 0;
const isCover = ({ disposition }: Stream): boolean => disposition.attached_pic === 1;

/**
 * Turns ffprobe's JSON into what the plan is made from.
 * @throws when it is not what ffprobe writes
 */
export function readProbeReport(json: string, container: Container, sizeBytes: number): MediaProbe {
  const report = withLength(reportSchema.parse(JSON.parse(json)), container);
  const { streams, format } = report;
  const pictures = streams.filter(isPicture);
  return {
    container,
    sizeBytes,
    durationSeconds: format.duration,
    video: pictures.filter((stream) => !isCover(stream)).map(toVideo(report)),
    cover: pictures.filter(isCover).map(toVideo(report))[0] ?? null,
    audio: streams.filter(({ codec_type }) => codec_type === 'audio').map(toAudio(report)),
    subtitles: streams.filter(({ codec_type }) => codec_type === 'subtitle').map(toSubtitles),
    streamCount: streams.length,
  };
}
