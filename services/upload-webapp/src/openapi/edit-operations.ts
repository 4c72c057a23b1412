import { bulkAnswerSchema, bulkSchema } from '../domain/bulk.js';
import { editSchema } from '../domain/video-fields.js';
import { deleteQuerySchema } from '../routes/requests.js';
import { IF_MATCH, type Operation } from './operation.js';
import { VIDEOS, video } from './video-answer.js';

/** What owners change of their videos. */
export const EDIT_OPERATIONS: readonly Operation[] = [
  {
    id: 'editVideo',
    method: 'patch',
    path: `${VIDEOS}/:id`,
    summary: 'Edit a video',
    description: 'What is left out stays as it is.',
    headers: [IF_MATCH],
    body: { mediaType: 'application/json', schema: editSchema },
    answer: video('The changed video.'),
    problems: [
      ...(['not-found', 'precondition-failed', 'conflict'] as const),
      ...(['invalid-fields', 'unsupported-media-type', 'request-too-large', 'bad-request'] as const),
    ],
  },
  {
    id: 'changeVideos',
    method: 'post',
    path: `${VIDEOS}/bulk`,
    summary: 'Change many videos at once',
    description:
      'One after the other: what is refused for one holds none of the others up. The form of the list sends the same as `application/x-www-form-urlencoded`, and is answered with 303 to the list.',
    body: { mediaType: 'application/json', schema: bulkSchema },
    answer: {
      status: 200,
      description: 'What became of each.',
      mediaType: 'application/json',
      schema: bulkAnswerSchema,
    },
    problems: ['invalid-fields', 'unsupported-media-type', 'request-too-large', 'bad-request'],
  },
  {
    id: 'deleteVideo',
    method: 'delete',
    path: `${VIDEOS}/:id`,
    summary: 'Delete a video',
    description: 'Puts it into the trash; an upload that still runs is deleted for good.',
    query: deleteQuerySchema,
    headers: [IF_MATCH],
    answer: { status: 204, description: 'The video is hidden at once.' },
    problems: ['not-found', 'precondition-failed', 'invalid-fields'],
  },
  {
    id: 'restoreVideo',
    method: 'post',
    path: `${VIDEOS}/:id/restore`,
    summary: 'Take a video out of the trash',
    description: 'Asking twice is asking once.',
    answer: video('The video, as it was.'),
    problems: ['not-found'],
  },
];
