import { z } from 'zod';
import { videoIdSchema } from './video.js';

/** Name of the BullMQ queue between upload-webapp and the transcoder. */
export const TRANSCODE_QUEUE = 'transcode';

export const transcodeJobSchema = z.object({ videoId: videoIdSchema });
/**
 * A job says only which video: all else is read from MariaDB when the job runs, so that a job can be rebuilt at any time.
 * The job's id is the video's id, so that a video stands in the queue at most once.
 */
export type TranscodeJob = z.infer<typeof transcodeJobSchema>;
