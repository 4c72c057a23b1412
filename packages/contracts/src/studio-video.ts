import { z } from 'zod';
import { videoIdSchema, videoSchema } from './video.js';

/** One rendition, from the moment it is planned on. */
export const conversionRenditionSchema = z
  .strictObject({
    name: z.string().describe('Such as v720, source for a copy, or audio.'),
    kind: z.enum(['video', 'audio']),
    label: z.string().nullable().describe('What viewers read in the menu; null for pictures.'),
    width: z.number().int().nullable().describe('Pixels; null for sound.'),
    height: z.number().int().nullable().describe('Pixels; null for sound.'),
    state: z.enum(['waiting', 'encoding', 'done']),
    progress: z.number().int().min(0).max(100).describe('Percent.'),
    reason: z.string().describe('Why it is made this way, in words.'),
    bitrateBps: z.number().nullable().describe('Measured mean; null until it is done.'),
    sizeBytes: z.number().int().nullable().describe('Null until it is done.'),
  })
  .meta({ id: 'Rendition', description: 'One encoded or copied output.' });

export type ConversionRendition = z.infer<typeof conversionRenditionSchema>;

/** What is done with a video, and why. */
export const conversionSchema = z
  .strictObject({
    reasons: z.array(z.string()).describe('Every decision about the video, in words.'),
    renditions: z.array(conversionRenditionSchema).describe('The largest picture first, the sound last.'),
    speed: z.number().nullable().describe('Seconds of video encoded in a second; null while nothing is.'),
    secondsLeft: z.number().nullable().describe('Until the video is ready; null while it cannot be told.'),
    queuePosition: z
      .number()
      .int()
      .nullable()
      .describe('1 is the next that is taken; null for one that does not wait.'),
    canRetry: z.boolean().describe('The video failed, and its file is still there.'),
  })
  .meta({ id: 'Conversion', description: 'What is made of a video, and why.' });

export type Conversion = z.infer<typeof conversionSchema>;

/** A video as its owner sees it. */
export const studioVideoSchema = z
  .strictObject({
    ...videoSchema.shape,
    fileName: z.string().describe('As the uploader called it.'),
    sizeBytes: z.number().int().nullable().describe('Of the uploaded file; null until its last byte is stored.'),
    sha256: z
      .string()
      .nullable()
      .describe('Of the file, in hex; null until the last byte is stored, and for videos of before it was kept.'),
    version: z.number().int().describe('Raised by each edit.'),
    storedBytes: z.number().int().describe('What the file and its renditions take in the store.'),
    conversion: conversionSchema,
    trash: z
      .strictObject({
        since: z.iso.datetime(),
        until: z.iso.datetime().describe('When it is deleted for good.'),
      })
      .optional()
      .describe('Only while the video is in the trash.'),
  })
  .meta({ id: 'StudioVideo', description: 'A video as its owner sees it.' });

export type StudioVideo = z.infer<typeof studioVideoSchema>;

export const studioPageSchema = z
  .strictObject({
    videos: z.array(studioVideoSchema),
    nextCursor: z.string().nullable().describe('Opaque; null on the last page.'),
  })
  .meta({ id: 'StudioVideoPage', description: 'One page of a list.' });

/** What one account's videos take in the store. */
export const studioStorageSchema = z
  .strictObject({
    videos: z.number().int(),
    storedBytes: z.number().int(),
    trash: z.strictObject({ videos: z.number().int(), storedBytes: z.number().int() }),
  })
  .meta({ id: 'StudioStorage', description: 'What your videos take in the store.' });
export type StudioStorage = z.infer<typeof studioStorageSchema>;

const unfinishedUploadSchema = z
  .strictObject({
    id: videoIdSchema.describe('Of the upload, and of its video.'),
    fileName: z.string(),
    title: z.string(),
    sizeBytes: z.number().int(),
    receivedBytes: z.number().int().describe('What is stored.'),
    fingerprint: z.string().nullable().describe('Null where the client did not say it.'),
    expiresAt: z.iso.datetime().describe('When it is given up, unless somebody goes on with it.'),
  })
  .meta({ id: 'UnfinishedUpload', description: 'An upload that is not finished, as its owner sees it.' });
export type UnfinishedUpload = z.infer<typeof unfinishedUploadSchema>;

export const unfinishedUploadsSchema = z
  .strictObject({
    uploads: z.array(unfinishedUploadSchema),
    videos: z.array(studioVideoSchema).describe('Those with the fingerprint that was asked for.'),
  })
  .meta({ id: 'UnfinishedUploads', description: 'Where uploads can go on.' });
