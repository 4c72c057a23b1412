import { chapterListSchema } from '@kinora/contracts';
import { type Header, IF_MATCH, type Operation } from './operation.js';
import { VIDEOS } from './video-answer.js';

const CHAPTERS = `${VIDEOS}/:id/chapters`;
const ETAG: Header = { name: 'ETag', description: 'Stands for the chapters, whatever else changes in the video.' };

const chapters = (description: string) => {
  return { status: 200, description, mediaType: 'application/json', schema: chapterListSchema, headers: [ETAG] };
};

/** The parts of a video. */
export const CHAPTER_OPERATIONS: readonly Operation[] = [
  {
    id: 'getChapters',
    method: 'get',
    path: CHAPTERS,
    summary: 'Look at the chapters of a video',
    description:
      'Those that begin after the end of the file too, which viewers do not get: they were written before its length was known, or for a longer one.',
    answer: chapters('The chapters, in the order of their beginnings.'),
    problems: ['not-found'],
  },
  {
    id: 'setChapters',
    method: 'put',
    path: CHAPTERS,
    summary: 'Divide a video into chapters',
    description: 'These take the place of all that were there; an empty list takes them away.',
    headers: [IF_MATCH],
    body: { mediaType: 'application/json', schema: chapterListSchema },
    answer: chapters('The chapters from now on.'),
    problems: [
      ...(['not-found', 'precondition-failed', 'conflict'] as const),
      ...(['invalid-fields', 'unsupported-media-type', 'request-too-large', 'bad-request'] as const),
    ],
  },
];
