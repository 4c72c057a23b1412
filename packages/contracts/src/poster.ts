import { z } from 'zod';

/** How many frames the transcoder keeps to choose from. */
export const CANDIDATES_MAX = 3;

const candidateNumber = z.int().min(1).max(CANDIDATES_MAX);
const atSeconds = z.number().min(0);

const WISHES = [
  z.strictObject({ kind: z.literal('automatic') }),
  z.strictObject({ kind: z.literal('candidate'), number: candidateNumber }),
  z.strictObject({ kind: z.literal('frame'), atSeconds }),
] as const;

/** What an owner may choose without sending a file. */
export const posterWishSchema = z
  .discriminatedUnion('kind', WISHES, 'has to be of the kind automatic, candidate or frame')
  .meta({ id: 'PosterWish', description: 'Which picture shall stand for a video.' });

/** Where the picture of a video comes from. */
export const posterChoiceSchema = z
  .discriminatedUnion('kind', [...WISHES, z.strictObject({ kind: z.literal('upload') })])
  .meta({ id: 'PosterChoice', description: 'Where the picture comes from: `automatic` is the choice of Kinora.' });
export type PosterChoice = z.infer<typeof posterChoiceSchema>;

/** The picture that stands for a video, as its owner sees it. */
export const posterSchema = z
  .strictObject({
    choice: posterChoiceSchema,
    posterUrl: z.string().optional().describe('JPEG, longer side up to 1280 pixels; absent until there is one.'),
    thumbnailUrl: z.string().optional().describe('The same picture, up to 480 pixels wide.'),
    candidates: z
      .array(z.strictObject({ number: candidateNumber, thumbnailUrl: z.string() }))
      .describe('Frames to choose from; Kinora took the first.'),
  })
  .meta({ id: 'Poster', description: 'The picture that stands for a video, and what else there is to choose from.' });
export type Poster = z.infer<typeof posterSchema>;

/** What the transcoder is asked for: the picture at a moment of a source. */
export const frameRequestSchema = z.strictObject({
  sourceKey: z.string().regex(/^source\/[A-Za-z0-9-]+$/),
  sizeBytes: z.int().positive(),
  atSeconds,
});
export type FrameRequest = z.infer<typeof frameRequestSchema>;

/** What the transcoder answers: two JPEG files, in Base64. */
export const madePictureSchema = z.strictObject({ poster: z.base64(), thumbnail: z.base64() });
export type MadePicture = z.infer<typeof madePictureSchema>;
