import type { FileClient } from '@kinora/file-client';
import type { Logger } from '@kinora/service-kit';
import { untilReachable } from './adapters/database/patient.js';
import type { PicturePaths } from './adapters/database/pictures.js';
import type { TranscodeStore } from './adapters/database/transcodes.js';
import { type Picture, takePicture } from './adapters/ffmpeg/picture.js';
import type { Scratch } from './adapters/output/scratch.js';
import { storePictures } from './adapters/output/store-pictures.js';
import type { OpenSource, SourceServer } from './adapters/source/source-server.js';
import type { Config } from './config.js';
import type { Limits } from './domain/limits.js';
import { findCandidates } from './domain/pictures/find-candidates.js';
import type { Claim, EncodeWork, TranscodeDeps } from './domain/transcode-deps.js';

type Work = EncodeWork<OpenSource>;

export interface PictureDeps {
  config: Config;
  limits: Limits;
  files: FileClient;
  sources: SourceServer;
  scratch: Scratch;
  store: TranscodeStore;
  /** Aborted when the process is asked to end. */
  stopping: AbortSignal;
  log: Logger;
}

/** A frame that cannot be had in time is one candidate less. */
const orNone = async (signal: AbortSignal, picture: Promise<Picture | null>) =>
  picture.catch(() => {
    signal.throwIfAborted();
    return null;
  });

/** The pictures read the source on their own: what they run into is no fault of the encode, nor progress of it. */
async function findPictures(
  claim: Claim,
  { plan, as }: Work,
  folder: string,
  { config, limits, sources }: PictureDeps,
  signal: AbortSignal,
): Promise<Picture[]> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(config.PICTURES_TIMEOUT_MS)]);
  const source = await sources.open(claim.sourceKey, claim.sourceBytes, inTime);
  const options = {
    ...{ input: { url: source.url, demuxer: as.demuxer, ...limits }, ffmpegPath: config.FFMPEG_PATH, folder },
    ...{ videoStream: plan.videoStream, display: plan.display, timeoutMs: config.PICTURE_TIMEOUT_MS, signal: inTime },
  };
  let taken = 0;
  try {
    return await findCandidates(plan.durationSeconds, async (atSeconds, aim) =>
      inTime.aborted ? null : orNone(signal, takePicture(options, String(taken++), atSeconds, aim)),
    );
  } finally {
    source.close();
  }
}

async function makePictures(claim: Claim, work: Work, deps: PictureDeps, signal: AbortSignal): Promise<void> {
  const { scratch, files, config, log, store, stopping } = deps;
  const { videoId, attempt } = claim;
  const save = (paths: Partial<PicturePaths>) => untilReachable(stopping, () => store.savePictures(claim, paths));
  const folder = await scratch.create();
  try {
    const [best, ...others] = await findPictures(claim, work, folder, deps, signal);
    if (!best) return log.warn({ videoId, attempt }, 'no frame was found for a poster');
    const storing = { signal, patienceMs: config.STORAGE_PATIENCE_MS };
    const { poster, thumbnail } = await storePictures(files, work.prefix, [best, ...others], storing);
    await save({ poster_path: poster, thumbnail_path: thumbnail });
  } finally {
    await scratch.remove(folder);
  }
}

/** Runs the conversion of a video, and makes its pictures beside it. A video without pictures is as good: their failure is only logged. */
export async function withPictures<Result>(
  claim: Claim,
  transcodeDeps: TranscodeDeps<OpenSource>,
  deps: PictureDeps,
  convert: (transcodeDeps: TranscodeDeps<OpenSource>) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  let pictures: Promise<void> | undefined;
  const start = (work: Work, signal: AbortSignal) => {
    const ended = AbortSignal.any([signal, over.signal]);
    pictures ??= makePictures(claim, work, deps, ended).catch((err: unknown) => {
      if (!ended.aborted) deps.log.warn({ err, videoId: claim.videoId }, 'the pictures could not be made');
    });
  };
  try {
    return await convert({
      ...transcodeDeps,
      encode(work, signal) {
        start(work, signal);
        return transcodeDeps.encode(work, signal);
      },
    });
  } catch (error) {
    over.abort(error);
    throw error;
  } finally {
    await pictures;
  }
}
