import { z } from 'zod';
import { chapterSchema } from './chapters.js';
import { VIDEO_STATES, VISIBILITIES } from './video-states.js';

export const videoIdSchema = z.uuid();

export const visibilitySchema = z.enum(VISIBILITIES);
/** Who may watch: `private` the owner alone, `unlisted` whoever has the address, `public` everybody, and it is listed. */
export type Visibility = z.infer<typeof visibilitySchema>;

export const videoStateSchema = z.enum(VIDEO_STATES);
/** Moves forward only: uploading, queued, processing, then ready or failed. A retry takes a failed one back to queued. */
export type VideoState = z.infer<typeof videoStateSchema>;

export const videoSchema = z.object({
  id: videoIdSchema,
  title: z.string(),
  /** Markdown. */
  description: z.string(),
  /** In lower case, none twice. */
  tags: z.array(z.string()),
  /** What is spoken, and what title and description are written in, as a BCP 47 tag; null when nobody said. */
  language: z.string().nullable(),
  visibility: visibilitySchema,
  state: videoStateSchema,
  /** True from the moment something can be watched; it can be true while `state` is `processing`. */
  playable: z.boolean(),
  /** Percent, 0 to 100, whole; it never falls. */
  progress: z.number().int().min(0).max(100),
  /** Null until the source was probed. */
  durationSeconds: z.number().nullable(),
  createdAt: z.iso.datetime(),
  /** Address of the multivariant playlist, relative to the site; only while `playable`, and only for who may watch. */
  playbackUrl: z.string().optional(),
  /** Address of a JPEG, longer side up to 1280 pixels, relative to the site; only where there is one, for who may watch. */
  posterUrl: z.string().optional(),
  /** The same picture, up to 480 pixels wide. */
  thumbnailUrl: z.string().optional(),
  /** Address of a WebVTT file that says where in its sprite the picture of each moment is; only while `playable`. */
  storyboardUrl: z.string().optional(),
  /** In the order of their beginnings; only where one video is told of, and where there are any. */
  chapters: z.array(chapterSchema).optional(),
  failure: z.object({ code: z.string(), detail: z.string() }).optional(),
});
/** A video as every API of Kinora shows it. */
export type Video = z.infer<typeof videoSchema>;

/** One page of a list. `nextCursor` is opaque and null on the last page. */
export interface VideoPage<Item extends Video = Video> {
  videos: Item[];
  nextCursor: string | null;
}
