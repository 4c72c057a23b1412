import { z } from 'zod';
import type { Rational } from '../../domain/media-probe.js';

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
  /** That of a track in a movie, in hexadecimal digits. */
  id: positive,
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
/** A stream as ffprobe tells of it. */
export type Stream = z.infer<typeof streamSchema>;

const seconds = z.coerce.number().finite().nullable().catch(null);
const packetSchema = z.object({
  stream_index: z.number().int(),
  pts_time: seconds.optional(),
  flags: z.string().catch(''),
});

const chapterSchema = z.object({
  start_time: seconds.optional(),
  tags: z.object({ title: words }).partial().catch({}),
});

const formatSchema = z.object({ duration: positive, start_time: seconds.optional() });

/** What ffprobe answers, as JSON. */
export const reportSchema = z.object({
  packets: z.array(packetSchema).catch([]),
  streams: z.array(streamSchema).default([]),
  chapters: z.array(chapterSchema).catch([]),
  format: formatSchema.default({ duration: null }),
});
export type Report = z.infer<typeof reportSchema>;

/** What ffprobe is asked for, by section: a file may carry any amount of what nobody reads. */
const ASKED = {
  format: formatSchema,
  stream: streamSchema,
  stream_disposition: dispositions,
  stream_side_data: sideData,
  stream_tags: tags,
  packet: packetSchema,
  chapter: chapterSchema,
  chapter_tags: z.object({ title: words }),
};
export const PROBED_ENTRIES = Object.entries(ASKED)
  .map(([section, { shape }]) => `${section}=${Object.keys(shape).join(',')}`)
  .join(':');
