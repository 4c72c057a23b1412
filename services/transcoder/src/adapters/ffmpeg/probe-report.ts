import type { Container } from '@kinora/sniff';
import { fileChapters } from '../../domain/file-chapters.js';
import type {
  AudioStream,
  ColourTags,
  FirstPacket,
  MediaProbe,
  SubtitleStream,
  VideoStream,
} from '../../domain/media-probe.js';
import { type Report, reportSchema, type Stream } from './probe-schema.js';

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

/** Of a track that ffprobe saw a part of, it says how much there is of that part. */
function withBitrates(report: Report, bitratesBps: ReadonlyMap<number, number>): Report {
  const bitrateOf = ({ id, bit_rate }: Stream) => bitratesBps.get(id ?? Number.NaN) ?? bit_rate;
  return { ...report, streams: report.streams.map((stream) => ({ ...stream, bit_rate: bitrateOf(stream) })) };
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

/** Times count from the start of the file. */
const toldBy =
  (fileStartSeconds: number) =>
  ({ start_time, tags }: Report['chapters'][number]) => ({
    ...{ startSeconds: (start_time ?? Number.NaN) - fileStartSeconds, title: tags.title ?? null },
  });

const isPicture = ({ codec_type, width, height }: Stream): boolean => codec_type === 'video' && width > 0 && height > 0;
const isCover = ({ disposition }: Stream): boolean => disposition.attached_pic === 1;

export interface ProbedFile {
  container: Container;
  sizeBytes: number;
  /** Bits per second, by the identifiers of the tracks of which ffprobe saw a part alone. */
  bitratesBps?: ReadonlyMap<number, number>;
}

/**
 * Turns ffprobe's JSON into what the plan is made from.
 * @throws when it is not what ffprobe writes
 */
export function readProbeReport(
  json: string,
  { container, sizeBytes, bitratesBps = new Map() }: ProbedFile,
): MediaProbe {
  const asTold = reportSchema.parse(JSON.parse(json));
  const report = withBitrates(withLength(asTold, container), bitratesBps);
  const { streams, format, chapters } = report;
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
    chapters: fileChapters(chapters.map(toldBy(format.start_time ?? 0)), format.duration),
  };
}
