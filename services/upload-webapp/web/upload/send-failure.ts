import type { ProblemDocument } from '@kinora/contracts';
import { formatSize, NO_CONNECTION, problemFrom } from '@kinora/ui';
import { DetailedError } from 'tus-js-client';

const problem = (code: ProblemDocument['code'], status: number, title: string, detail: string): ProblemDocument => ({
  ...{ type: `urn:kinora:problem:${code}`, title, status, code, detail },
});

export const tooLarge = (file: File, maxBytes: number): ProblemDocument =>
  problem(
    'file-too-large',
    413,
    'The file is too large',
    `It has ${formatSize(file.size)}, and this site takes files up to ${formatSize(maxBytes)}. Export the video at a lower quality, or choose another one.`,
  );

export const empty = (): ProblemDocument =>
  problem('invalid-fields', 422, 'The file is empty', 'There is nothing in it to send. Choose another file.');

/** 400, so that nothing is tried again before somebody has looked at the file. */
export const UNREADABLE = problem(
  'bad-request',
  400,
  'The file cannot be read',
  'It was changed, moved or removed since it was chosen. Choose it again to go on.',
);

const gone = (status: number): ProblemDocument =>
  problem(
    'not-found',
    status,
    'This upload is not there any more',
    'It was deleted, or not gone on with for too long. Try again to send the file from its beginning; what you typed stays.',
  );

const loggedOut = (): ProblemDocument =>
  problem('unauthenticated', 401, 'You are not logged in', 'Your login has run out. No byte that has arrived is lost.');

/** The answer to a HEAD has no body that could explain it. */
function fromStatus(status: number): ProblemDocument {
  if (status === 401) return loggedOut();
  if (status === 404 || status === 410) return gone(status);
  return problemFrom(status, null, '');
}

/** Why a transfer stopped, as a problem document; status 0 when nothing answered. */
export function failureOf(error: Error | DetailedError): ProblemDocument {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response) return NO_CONNECTION;
  const status = response.getStatus();
  const body = response.getBody();
  return body ? problemFrom(status, response.getHeader('Content-Type') ?? null, body) : fromStatus(status);
}
