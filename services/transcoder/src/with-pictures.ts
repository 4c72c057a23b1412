import type { OpenSource } from './adapters/source/source-server.js';
import type { Claim, EncodeWork, TranscodeDeps } from './domain/transcode-deps.js';
import { makePictures, type PictureDeps } from './make-pictures.js';

/** Runs the conversion of a video, and makes its pictures beside it. A video without pictures is as good: their failure is only logged. */
export async function withPictures<Result>(
  claim: Claim,
  transcodeDeps: TranscodeDeps<OpenSource>,
  deps: PictureDeps,
  convert: (transcodeDeps: TranscodeDeps<OpenSource>) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  let pictures: Promise<void> | undefined;
  let grace: NodeJS.Timeout | undefined;
  const start = (work: EncodeWork<OpenSource>, signal: AbortSignal) => {
    pictures ??= makePictures(claim, work, deps, AbortSignal.any([signal, over.signal])).catch((err: unknown) => {
      if (!signal.aborted) deps.log.info({ err, videoId: claim.videoId }, 'the pictures were not finished');
    });
  };
  try {
    const result = await convert({
      ...transcodeDeps,
      encode(work, signal) {
        start(work, signal);
        return transcodeDeps.encode(work, signal);
      },
    });
    grace = setTimeout(() => over.abort(new Error('the video is ready')), deps.config.PICTURES_GRACE_MS);
    return result;
  } catch (error) {
    over.abort(error);
    throw error;
  } finally {
    await pictures;
    clearTimeout(grace);
  }
}
