import { unfinishedUploadsSchema } from '@kinora/contracts';
import { z } from 'zod';
import { type Header, IDEMPOTENCY_KEY, type Operation } from './operation.js';

const UPLOADS = '/api/v1/studio/uploads';
const VERSION: Header = { name: 'Tus-Resumable', description: 'The version of tus: `1.0.0`.', isRequired: true };
const OFFSET: Header = { name: 'Upload-Offset', description: 'How many bytes are stored.' };
const EXPIRES: Header = {
  name: 'Upload-Expires',
  description: 'When the upload is given up, unless somebody goes on with it.',
};

const fingerprintQuery = z.object({
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe(
      'SHA-256, in hex, over the size of the file (8 bytes, big-endian), its first and its last MiB. Given: only uploads and videos of that file.',
    ),
});

/** Uploads that go on where they broke off: tus 1.0 (https://tus.io/protocols/resumable-upload). */
export const UPLOAD_OPERATIONS: readonly Operation[] = [
  {
    id: 'listUploads',
    method: 'get',
    path: UPLOADS,
    summary: 'List your unfinished uploads',
    query: fingerprintQuery,
    answer: {
      status: 200,
      description: 'The uploads, and the videos that have the same fingerprint.',
      mediaType: 'application/json',
      schema: unfinishedUploadsSchema,
    },
    problems: ['invalid-fields'],
  },
  {
    id: 'askForTus',
    method: 'options',
    path: UPLOADS,
    summary: 'Ask what of tus is known here',
    answer: {
      status: 204,
      description: 'Version, extensions and the largest size.',
      headers: [{ name: 'Tus-Extension', description: 'Creation, creation-with-upload, expiration, termination.' }],
    },
    problems: [],
  },
  {
    id: 'announceUpload',
    method: 'post',
    path: UPLOADS,
    summary: 'Announce an upload',
    description: 'The video is there from then on as a draft, and can be edited while its bytes come.',
    headers: [
      VERSION,
      IDEMPOTENCY_KEY,
      { name: 'Upload-Length', description: 'The size of the file in bytes.', isRequired: true },
      {
        name: 'Upload-Metadata',
        description:
          'Pairs of a key and its value in Base64, with commas between them: `filename`, `filetype`, `title`, `description`, `visibility`, `fingerprint`, `replaces` (the id of the video whose file this one replaces: the words of that one stay). All may be left out.',
      },
    ],
    answer: {
      status: 201,
      description: 'The upload waits for bytes. Its id is that of the video.',
      headers: [{ name: 'Location', description: 'The address of the upload.' }, EXPIRES],
    },
    problems: [
      'not-found',
      'not-replaceable',
      'conflict',
      'invalid-fields',
      'bad-request',
      'precondition-failed',
      'file-too-large',
      'quota-exceeded',
      'insufficient-storage',
    ],
  },
  {
    id: 'askForOffset',
    method: 'head',
    path: `${UPLOADS}/:id`,
    summary: 'Ask where to go on',
    headers: [VERSION],
    answer: { status: 200, description: 'How far the upload is.', headers: [OFFSET, EXPIRES] },
    problems: ['not-found', 'upload-gone', 'precondition-failed'],
  },
  {
    id: 'sendBytes',
    method: 'patch',
    path: `${UPLOADS}/:id`,
    summary: 'Send bytes',
    description: 'What was stored stays when the request breaks off. With the last byte the video is queued.',
    headers: [
      VERSION,
      { name: 'Upload-Offset', description: 'Where these bytes begin.', isRequired: true },
      {
        name: 'Repr-Digest',
        description:
          'The hash of the whole file (RFC 9530), `sha-256=:BASE64:`. Where it differs nothing is published.',
      },
    ],
    body: { mediaType: 'application/offset+octet-stream' },
    answer: { status: 204, description: 'The bytes are stored.', headers: [OFFSET, EXPIRES] },
    problems: [
      ...(['not-found', 'upload-gone', 'upload-offset-mismatch', 'upload-locked', 'checksum-mismatch'] as const),
      ...(['not-a-video', 'unsupported-media-type', 'bad-request', 'precondition-failed'] as const),
      ...(['upload-interrupted', 'insufficient-storage'] as const),
    ],
  },
  {
    id: 'terminateUpload',
    method: 'delete',
    path: `${UPLOADS}/:id`,
    summary: 'Give an upload up',
    headers: [VERSION],
    answer: { status: 204, description: 'The upload and its draft are gone.' },
    problems: ['not-found', 'precondition-failed'],
  },
  {
    id: 'askForTusOfUpload',
    method: 'options',
    path: `${UPLOADS}/:id`,
    summary: 'Ask what of tus an upload knows',
    answer: { status: 204, description: 'As for all uploads.' },
    problems: [],
  },
];
