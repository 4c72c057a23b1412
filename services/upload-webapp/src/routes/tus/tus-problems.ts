import { Problem, toProblem } from '@kinora/service-kit';
import { ERRORS } from '@tus/server';
import { tooLarge } from '../../domain/refusal.js';
import { bodyTooLong, offsetMismatch } from '../../domain/resumable/resumable-problems.js';

const GONE = 'Nobody went on with this upload in time, so it was given up. Please upload the file again.';
const LENGTH_IS_FIXED = 'The length of an upload has to be known when it is announced, and cannot be changed later.';
const NO_CONCATENATION = 'One file is one upload here: parallel parts of it cannot be joined.';
const METADATA = 'Upload-Metadata is a list of pairs, a key and its value in Base64, with commas between them.';

const BYTES_TYPE = 'The bytes of an upload are sent as application/offset+octet-stream.';

const badRequest = (detail: string) => () => new Problem('bad-request', detail);

/** What the tus library finds wrong with a request, in words for its sender. */
const PROBLEMS = new Map<unknown, () => Problem>([
  [ERRORS.INVALID_OFFSET, offsetMismatch],
  [ERRORS.FILE_NOT_FOUND, () => new Problem('not-found', 'There is no such upload.')],
  [ERRORS.FILE_NO_LONGER_EXISTS, () => new Problem('upload-gone', GONE)],
  [ERRORS.ERR_SIZE_EXCEEDED, bodyTooLong],
  [ERRORS.MISSING_OFFSET, badRequest('The header Upload-Offset has to say where the bytes begin.')],
  [ERRORS.INVALID_CONTENT_TYPE, () => new Problem('unsupported-media-type', BYTES_TYPE)],
  [ERRORS.INVALID_LENGTH, badRequest('The header Upload-Length has to say how many bytes the file has.')],
  [ERRORS.INVALID_METADATA, badRequest(METADATA)],
  [ERRORS.UNSUPPORTED_CREATION_DEFER_LENGTH_EXTENSION, badRequest(LENGTH_IS_FIXED)],
  [ERRORS.UNSUPPORTED_CONCATENATION_EXTENSION, badRequest(NO_CONCATENATION)],
]);

/** Of anything that was thrown while a tus request was served. */
export function problemOfError(error: unknown, uploadMaxBytes: number): Problem {
  if (error === ERRORS.ERR_MAX_SIZE_EXCEEDED) return tooLarge(uploadMaxBytes);
  return PROBLEMS.get(error)?.() ?? toProblem(error);
}

const VERSION_HEADER = { 'Tus-Version': '1.0.0' };

/** Of an answer that the library gave by itself, before it looked for an upload. */
export async function problemOfAnswer(answer: Response): Promise<Problem> {
  const said = (await answer.text()).trim();
  if (answer.status === 412 || /tus-resumable/i.test(said)) {
    return new Problem('precondition-failed', 'This address speaks tus 1.0.0: send the header Tus-Resumable: 1.0.0.', {
      headers: VERSION_HEADER,
    });
  }
  if (/content-type/i.test(said)) return new Problem('unsupported-media-type', BYTES_TYPE);
  if (/upload-metadata/i.test(said)) return new Problem('bad-request', METADATA);
  return new Problem('bad-request', `${said}.`);
}
