import { studioPageSchema, studioStorageSchema, videoIdSchema } from '@kinora/contracts';
import { z } from 'zod';
import { newVideoSchema } from '../domain/video-fields.js';
import { listQuerySchema } from '../routes/requests.js';
import { IDEMPOTENCY_KEY, type Operation } from './operation.js';
import { VIDEOS, video } from './video-answer.js';

/** A form as multer reads it: the fields, then the file. */
const uploadFormSchema = newVideoSchema.extend({
  replaces: videoIdSchema
    .optional()
    .describe('The video whose file this one replaces: its words stay, and the other fields may be left out.'),
  file: z.string().meta({ contentMediaType: 'application/octet-stream' }).describe('The video, last in the form.'),
});

/** What can be done with videos. */
export const VIDEO_OPERATIONS: readonly Operation[] = [
  {
    id: 'listVideos',
    method: 'get',
    path: VIDEOS,
    summary: 'List your videos',
    query: listQuerySchema,
    answer: {
      status: 200,
      description: 'One page of them.',
      mediaType: 'application/json',
      schema: studioPageSchema,
    },
    problems: ['invalid-fields'],
  },
  {
    id: 'readStorage',
    method: 'get',
    path: '/api/v1/studio/storage',
    summary: 'Ask what your videos take in the store',
    answer: {
      status: 200,
      description: 'Of all of them, and of those in the trash.',
      mediaType: 'application/json',
      schema: studioStorageSchema,
    },
    problems: [],
  },
  {
    id: 'uploadVideo',
    method: 'post',
    path: VIDEOS,
    summary: 'Upload a video by a form',
    description: 'The fields have to come before the file: it is streamed to the store while it arrives.',
    headers: [IDEMPOTENCY_KEY],
    body: { mediaType: 'multipart/form-data', schema: uploadFormSchema },
    answer: video('The video, whose conversion begins.', 201),
    problems: [
      ...([
        'not-found',
        'not-replaceable',
        'invalid-fields',
        'file-too-large',
        'quota-exceeded',
        'not-a-video',
        'unsupported-media-type',
      ] as const),
      ...(['upload-interrupted', 'bad-request', 'conflict', 'insufficient-storage'] as const),
    ],
  },
  {
    id: 'getVideo',
    method: 'get',
    path: `${VIDEOS}/:id`,
    summary: 'Look at a video',
    answer: video('The video.'),
    problems: ['not-found'],
  },
  {
    id: 'retryVideo',
    method: 'post',
    path: `${VIDEOS}/:id/retry`,
    summary: 'Convert a failed video again',
    description: 'Asking twice is asking once.',
    answer: video('The video, which waits for a worker again.', 202),
    problems: ['not-found', 'not-failed', 'source-gone'],
  },
  {
    id: 'downloadOriginal',
    method: 'get',
    path: `${VIDEOS}/:id/original`,
    summary: 'Download the file that was uploaded',
    description: 'Byte for byte. Its ETag is the hash of the file.',
    headers: [{ name: 'Range', description: 'One range of bytes, answered with 206.' }],
    answer: { status: 200, description: 'The file.', mediaType: 'application/octet-stream' },
    problems: ['not-found', 'range-not-satisfiable'],
  },
  {
    id: 'followVideo',
    method: 'get',
    path: `${VIDEOS}/:id/events`,
    summary: 'Follow a video',
    description:
      'Server-sent events: `video` carries the video now and with every change, `end` says that it is ready or failed, `deleted` that it is gone.',
    answer: { status: 200, description: 'The stream of events.', mediaType: 'text/event-stream' },
    problems: ['not-found'],
  },
];
