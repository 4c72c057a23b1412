import { z } from 'zod';
import { conversionSchema } from './conversion.js';
import { videoIdSchema, videoSchema } from './video.js';

/** One of several files of a video. */
export const videoFileSchema = z
  .strictObject({
    id: videoIdSchema,
    fileName: z.string().describe('As the uploader called it.'),
    sizeBytes: z.number().int().nullable().describe('Null until its last byte is stored.'),
    receivedBytes: z.number().int().nullable().describe('What is stored of a resumable upload; null for all others.'),
    sha256: z.string().nullable().describe('In hex; null until its last byte is stored.'),
    uploadedAt: z.iso.datetime().describe('When its upload began.'),
    ...videoSchema.pick({ state: true, playable: true, progress: true, durationSeconds: true, failure: true }).shape,
    storedBytes: z.number().int().describe('What it and its renditions take in the store.'),
    isServed: z.boolean().describe('Viewers get this one.'),
    keptUntil: z.iso.datetime().nullable().describe('When a former file is given up; null for all others.'),
    conversion: conversionSchema,
  })
  .meta({ id: 'VideoFile', description: 'One of several files of a video, as its owner sees it.' });

export type VideoFile = z.infer<typeof videoFileSchema>;
