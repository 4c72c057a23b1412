import { studioVideoSchema } from '@kinora/contracts';

export const VIDEOS = '/api/v1/studio/videos';

/** An answer that shows one video. */
export const video = (description: string, status = 200) => {
  return { status, description, mediaType: 'application/json', schema: studioVideoSchema };
};
