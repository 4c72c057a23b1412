import { z } from 'zod';

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
