import { z } from 'zod';
import { conversionSchema } from './conversion.js';
import { videoIdSchema, videoSchema } from './video.js';
import { videoFileSchema } from './video-file.js';

/** Of a video that nobody has edited. */
export const FIRST_VERSION = 1;

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
    version: z.number().int().describe(`${FIRST_VERSION} at first, raised by each edit; the ETag.`),
    storedBytes: z.number().int().describe('What its files, their renditions and its captions take in the store.'),
    conversion: conversionSchema,
    files: z
      .array(videoFileSchema)
      .describe('All of its files that are kept, the newest first. Empty as long as none was replaced.'),
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
    replaces: videoIdSchema.nullable().describe('The video whose file it replaces; null for a new video.'),
    isBeingSent: z.boolean().describe('Whether a client sends bytes of it now.'),
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
