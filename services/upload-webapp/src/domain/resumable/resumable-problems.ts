import { type Failure, failure } from '@kinora/contracts';
import { Problem } from '@kinora/service-kit';

export const offsetMismatch = (): Problem =>
  new Problem(
    'upload-offset-mismatch',
    'The bytes do not begin where the upload stands. Ask with HEAD for its offset, and send what comes after it.',
  );

export const lostParts = (): Problem =>
  new Problem(
    'upload-offset-mismatch',
    'The store has lost what had come of this file, so the upload begins again. Ask with HEAD for its offset, and send what comes after it.',
  );

/** For a request that was writing when a newer one came. */
export const writtenElsewhere = (): Problem =>
  new Problem(
    'upload-locked',
    'Another request writes this upload: perhaps it is open in another window. Try again when that one has ended.',
  );

export const bodyTooLong = (): Problem =>
  new Problem(
    'request-too-large',
    'More bytes came than the upload was announced with. If the file has changed, please upload it anew.',
  );

export const checksumMismatch = (expected: string, actual: string): Problem =>
  new Problem(
    'checksum-mismatch',
    `The file that arrived is not the one that was sent: its SHA-256 is ${actual}, and should be ${expected}. Nothing of it was published. Please upload the file again.`,
  );

export const uploadGone = ({ detail }: Failure): Problem =>
  new Problem('upload-gone', `This upload cannot be gone on with. ${detail}`);

export const alreadyComplete = (): Problem =>
  new Problem(
    'conflict',
    'The file has arrived whole, so there is no upload left to give up. Delete the video instead.',
  );

const DAY_SECONDS = 86_400;

/** @param seconds how long nobody went on with it */
export function expired(seconds: number): Failure {
  const time = seconds >= 2 * DAY_SECONDS ? `${Math.round(seconds / DAY_SECONDS)} days` : `${seconds} seconds`;
  return failure(
    'upload-expired',
    `Nobody went on with the upload for ${time}, so it was given up. Please upload the file again.`,
  );
}
