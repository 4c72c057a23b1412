import { captionSchema, captionsSchema } from '@kinora/contracts';
import { z } from 'zod';
import { captionEditSchema, newCaptionSchema } from '../domain/captions/caption-fields.js';
import { IDEMPOTENCY_KEY, IF_MATCH, type Operation } from './operation.js';
import { VIDEOS } from './video-answer.js';

const CAPTIONS = `${VIDEOS}/:id/captions`;
const ONE = `${CAPTIONS}/:captionId`;

const one = (description: string, status = 200) => ({
  ...{ status, description, mediaType: 'application/json', schema: captionSchema },
  headers: [{ name: 'ETag', description: 'The version of these captions.' }],
});

const FILE = {
  mediaType: 'text/vtt',
  schema: z.string().describe('WebVTT or SubRip (SRT), told by the text itself.'),
};
const ENCODING =
  'UTF-8 and UTF-16 are told by the text; another encoding has to be named: `Content-Type: text/plain; charset=windows-1252`.';

const WRONG_FILE = [
  ...(['not-captions', 'invalid-captions', 'invalid-fields', 'file-too-large'] as const),
  ...(['unsupported-media-type', 'bad-request', 'insufficient-storage'] as const),
];
const WRONG_VERSION = ['not-found', 'precondition-failed', 'conflict'] as const;

/** Captions that owners give to their videos. */
export const CAPTION_OPERATIONS: readonly Operation[] = [
  {
    id: 'listCaptions',
    method: 'get',
    path: CAPTIONS,
    summary: 'List the captions of a video',
    description: 'Those that were added. Subtitles in the file of the video come beside them.',
    answer: { status: 200, description: 'All of them.', mediaType: 'application/json', schema: captionsSchema },
    problems: ['not-found'],
  },
  {
    id: 'addCaptions',
    method: 'post',
    path: CAPTIONS,
    summary: 'Add captions to a video',
    description: `Viewers find them from then on. ${ENCODING}`,
    query: newCaptionSchema,
    headers: [IDEMPOTENCY_KEY],
    body: FILE,
    answer: {
      ...one('The captions.', 201),
      headers: [{ name: 'Location', description: 'The address of the captions.' }],
    },
    problems: ['not-found', 'conflict', 'too-many-captions', 'quota-exceeded', ...WRONG_FILE],
  },
  {
    id: 'getCaptions',
    method: 'get',
    path: ONE,
    summary: 'Look at captions',
    answer: one('What is said of them.'),
    problems: ['not-found'],
  },
  {
    id: 'editCaptions',
    method: 'patch',
    path: ONE,
    summary: 'Change language, name or kind of captions',
    description: 'What is left out stays as it is.',
    headers: [IF_MATCH],
    body: { mediaType: 'application/json', schema: captionEditSchema },
    answer: one('The changed captions.'),
    problems: [...WRONG_VERSION, 'invalid-fields', 'unsupported-media-type', 'request-too-large', 'bad-request'],
  },
  {
    id: 'deleteCaptions',
    method: 'delete',
    path: ONE,
    summary: 'Delete captions',
    headers: [IF_MATCH],
    description:
      'New viewers do not get them. They can be restored for an hour (`DELETED_CAPTIONS_KEEP_SECONDS`), then they go from the store.',
    answer: { status: 204, description: 'They are deleted.' },
    problems: [...WRONG_VERSION],
  },
  {
    id: 'restoreCaptions',
    method: 'post',
    path: `${ONE}/restore`,
    summary: 'Restore deleted captions',
    description: 'As they were. Captions that were not deleted stay as they are.',
    answer: one('The captions.'),
    problems: ['not-found', 'conflict', 'too-many-captions'],
  },
  {
    id: 'downloadCaptions',
    method: 'get',
    path: `${ONE}/file`,
    summary: 'Download captions',
    description: 'As WebVTT, whatever was sent: without comments and styles, and with the tags of WebVTT alone.',
    answer: { status: 200, description: 'The text.', mediaType: 'text/vtt' },
    problems: ['not-found', 'conflict'],
  },
  {
    id: 'replaceCaptions',
    method: 'put',
    path: `${ONE}/file`,
    summary: 'Replace the text of captions',
    description: ENCODING,
    headers: [IF_MATCH],
    body: FILE,
    answer: one('The captions with their new text.'),
    problems: [...WRONG_VERSION, 'quota-exceeded', ...WRONG_FILE],
  },
];
