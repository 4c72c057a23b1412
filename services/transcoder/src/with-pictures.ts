import type { OpenSource } from './adapters/source/source-server.js';
import type { Claim, EncodeWork, TranscodeDeps } from './domain/transcode-deps.js';
import { makePictures, type PictureDeps } from './make-pictures.js';

/**
 * Runs the conversion of a video, and makes its pictures beside it, as soon as something can be watched: until then they would
 * take the machine's time from it. A video without pictures is as good: their failure is only logged.
 */
export async function withPictures<Result>(
  claim: Claim,
  transcodeDeps: TranscodeDeps<OpenSource>,
  deps: PictureDeps,
  convert: (transcodeDeps: TranscodeDeps<OpenSource>) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  let pictures: Promise<void> | undefined;
  let grace: NodeJS.Timeout | undefined;
  let first: { work: EncodeWork<OpenSource>; signal: AbortSignal } | undefined;
  const start = () => {
    if (!first) return;
    const { work, signal } = first;
    pictures ??= makePictures(claim, work, deps, AbortSignal.any([signal, over.signal])).catch((err: unknown) => {
      if (!signal.aborted) deps.log.info({ err, videoId: claim.videoId }, 'the pictures were not finished');
    });
  };
  try {
    const result = await convert({
      ...transcodeDeps,
      encode(work, signal) {
        // Only the first step has something to show sooner.
        start();
        first ??= { work, signal };
        return transcodeDeps.encode(work, signal);
      },
      async onPlayable(...stream) {
        await transcodeDeps.onPlayable(...stream);
        start();
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
