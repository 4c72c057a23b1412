import { BESIDE_ENCODES, type Effort, WAITED_FOR } from './adapters/ffmpeg/picture.js';
import type { OpenSource } from './adapters/source/source-server.js';
import type { StoredPictures } from './domain/pictures/stored-pictures.js';
import type { Claim, EncodeWork, TranscodeDeps } from './domain/transcode-deps.js';
import { makePictures, type PictureDeps } from './make-pictures.js';

/**
 * Runs the conversion of a video, and makes its pictures beside it, as soon as something can be watched: until then they would
 * take the machine's time from it. A converted video waits for them a little, and what could not be made beside the conversion is
 * tried once more, whatever else is more urgent by then: pictures are not made later. A video without them is as good: their
 * failure is only logged.
 * @param signal ends the pictures also when the conversion is done
 * @throws the signal's reason, so that who goes on makes what is missing; or what the conversion throws
 */
export async function withPictures<Result>(
  claim: Claim,
  transcodeDeps: TranscodeDeps<OpenSource>,
  deps: PictureDeps,
  signal: AbortSignal,
  convert: (transcodeDeps: TranscodeDeps<OpenSource>) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  let stored = claim.pictures;
  let pictures: Promise<boolean> | undefined;
  let grace: NodeJS.Timeout | undefined;
  let first: EncodeWork<OpenSource> | undefined;
  let effort: Effort = BESIDE_ENCODES;
  const make = async (work: EncodeWork<OpenSource>): Promise<boolean> => {
    const onSaved = (saved: Partial<StoredPictures>) => {
      stored = { ...stored, ...saved };
    };
    const options = { ...deps, effort: () => effort, onSaved, signal: ended };
    try {
      return await makePictures({ ...claim, pictures: stored }, work, options);
    } catch (err) {
      deps.log.info({ err, videoId: claim.videoId }, 'the pictures were not finished');
      return false;
    }
  };
  const start = () => {
    if (first) pictures ??= make(first);
  };
  try {
    const result = await convert({
      ...transcodeDeps,
      encode(work, encodeSignal) {
        // Only the first step has something to show sooner.
        start();
        first ??= work;
        return transcodeDeps.encode(work, encodeSignal);
      },
      async onPlayable(...stream) {
        await transcodeDeps.onPlayable(...stream);
        start();
      },
    });
    effort = WAITED_FOR;
    grace = setTimeout(() => over.abort(new Error('the video is ready')), deps.config.PICTURES_GRACE_MS);
    const areMade = await pictures;
    if (first && !areMade && !ended.aborted) await make(first);
    signal.throwIfAborted();
    return result;
  } catch (error) {
    over.abort(error);
    throw error;
  } finally {
    await pictures;
    clearTimeout(grace);
  }
}
