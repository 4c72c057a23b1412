import type { FrameRequest, MadePicture } from '@kinora/contracts';
import { Problem } from '@kinora/service-kit';
import { PassingFault, PermanentFault, StalledFault, Stopping } from '../faults.js';

/** Pictures that somebody waits for. Each rejects with a Problem that says what to do. */
export interface AskedPictures {
  /** The picture at a moment of a source. */
  takeFrame(request: FrameRequest, signal: AbortSignal): Promise<MadePicture>;
  /** A picture that came from outside, upright and no larger than it is shown. */
  scale(bytes: Buffer, signal: AbortSignal): Promise<MadePicture>;
}

const OTHER_WAYS = 'Choose one of the pictures that are there, or upload one.';

const atField = (detail: string): Problem =>
  new Problem('invalid-fields', detail, { errors: [{ field: 'atSeconds', detail }] });

export const noFrame = (): Problem =>
  atField('There is no picture at this moment of the video. Please choose another one.');

export const soundAlone = (): Problem => atField('This video has no picture, only sound. Please upload a picture.');

export const sourceGone = (): Problem =>
  new Problem('source-gone', `The file of this video is not kept any more. ${OTHER_WAYS}`);

export const busy = (): Problem =>
  new Problem(
    'service-unavailable',
    'Other pictures are being made at the moment. Please try again in a few seconds. Nothing was changed.',
    { headers: { 'Retry-After': '5' } },
  );

const tookTooLong = (cause: unknown): Problem =>
  new Problem(
    'service-unavailable',
    `It took too long to make this picture. Please try again later, or another moment. ${OTHER_WAYS}`,
    { headers: { 'Retry-After': '30' }, cause },
  );

/** What went wrong, for whoever waits for the picture. */
export function askedProblem(error: unknown): unknown {
  if (error instanceof Stopping) return busy();
  if (error instanceof PermanentFault) return noFrame();
  if (error instanceof StalledFault) return tookTooLong(error);
  if (error instanceof PassingFault)
    return new Problem('service-unavailable', `The file of this video cannot be read at the moment. ${OTHER_WAYS}`, {
      headers: { 'Retry-After': '5' },
      cause: error,
    });
  return error;
}
