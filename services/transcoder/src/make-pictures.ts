import type { FileClient } from '@kinora/file-client';
import type { Logger } from '@kinora/service-kit';
import { untilReachable } from './adapters/database/patient.js';
import type { TranscodeStore } from './adapters/database/transcodes.js';
import { type Effort, type Picture, takePicture } from './adapters/ffmpeg/picture.js';
import { drawStoryboard } from './adapters/ffmpeg/storyboard.js';
import { drawWaveform } from './adapters/ffmpeg/waveform.js';
import type { Scratch } from './adapters/output/scratch.js';
import { storePictures, storeStoryboard } from './adapters/output/store-pictures.js';
import type { OpenSource, SourceServer } from './adapters/source/source-server.js';
import type { Config } from './config.js';
import { inTime } from './domain/in-time.js';
import type { Limits } from './domain/limits.js';
import { type Aim, findCandidates } from './domain/pictures/find-candidates.js';
import type { StoredPictures } from './domain/pictures/stored-pictures.js';
import { planStoryboard, writeStoryboardVtt } from './domain/pictures/storyboard.js';
import type { Claim, EncodeWork } from './domain/transcode-deps.js';

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

interface MakeOptions extends PictureDeps {
  /** Of the next ffmpeg. */
  effort: () => Effort;
  onSaved: (pictures: Partial<StoredPictures>) => void;
  signal: AbortSignal;
}

interface Job {
  work: EncodeWork<OpenSource>;
  /** Read by nobody else: what pictures run into is no fault of the encode, nor progress of it. */
  source: OpenSource;
  folder: string;
  deps: MakeOptions;
  signal: AbortSignal;
  save: (pictures: Partial<StoredPictures>) => Promise<void>;
}

const commonOptions = ({ work: { plan, as }, source, folder, deps: { config, limits, effort } }: Job) => ({
  ...{ input: { url: source.url, demuxer: as.demuxer, ...limits }, ffmpegPath: config.FFMPEG_PATH, folder },
  ...{ bounds: limits, effort: effort(), display: plan.display },
  ...{ deinterlacing: plan.deinterlacing, colour: plan.colour },
});

/** What stands for sound alone: the cover in the file, else how loud it is. */
async function takeSoundAlone(job: Job): Promise<Picture[]> {
  const { signal, work, deps } = job;
  const { coverStream, audio } = work.plan;
  const { PICTURE_TIMEOUT_MS, STORYBOARD_TIMEOUT_MS } = deps.config;
  const options = { ...commonOptions(job), signal };
  if (coverStream !== null) {
    const taking = { ...options, videoStream: coverStream, timeoutMs: PICTURE_TIMEOUT_MS };
    const cover = await takePicture(taking, 'cover', 0, 'exact').catch(() => null);
    if (cover) return [cover];
  }
  const [sound] = audio;
  if (!sound) return [];
  return [await drawWaveform({ ...options, audioStream: sound.sourceStream, timeoutMs: STORYBOARD_TIMEOUT_MS })];
}

/** A frame that cannot be had in time is one candidate less. */
async function findPictures(job: Job): Promise<Picture[]> {
  const { signal, work, deps } = job;
  const { PICTURE_TIMEOUT_MS: timeoutMs, PICTURES_TIMEOUT_MS } = deps.config;
  const { videoStream } = work.plan;
  if (videoStream === null) return takeSoundAlone(job);
  let taken = 0;
  return inTime(PICTURES_TIMEOUT_MS, signal, (bounded) => {
    const look = async (atSeconds: number, aim: Aim) => {
      if (bounded.aborted) return null;
      const common = commonOptions(job);
      const input = { ...common.input, url: job.source.glanceUrl };
      const options = { ...common, input, videoStream, timeoutMs, signal: bounded };
      return takePicture(options, String(taken++), atSeconds, aim).catch(() => {
        signal.throwIfAborted();
        return null;
      });
    };
    return findCandidates(work.plan.durationSeconds, look);
  });
}

const storing = ({ signal, deps }: Job) => ({ signal, patienceMs: deps.config.STORAGE_PATIENCE_MS });

async function makePoster(job: Job): Promise<void> {
  const [best, ...others] = await findPictures(job);
  if (!best) throw new Error('no frame was found for a poster');
  const { poster, thumbnail } = await storePictures(job.deps.files, job.work.prefix, [best, ...others], storing(job));
  await job.save({ poster, thumbnail });
}

/** Sound alone and a video of unknown length have none: its tiles could not be spread. */
async function makeStoryboard(job: Job): Promise<void> {
  const { deps, work, signal, source } = job;
  const { durationSeconds, display, videoStream } = work.plan;
  if (durationSeconds === null || videoStream === null) return;
  const storyboard = planStoryboard(durationSeconds, display);
  const { STORYBOARD_TIMEOUT_MS: timeoutMs, STALL_TIMEOUT_MS: stallTimeoutMs } = deps.config;
  const limits = { timeoutMs, stallTimeoutMs, signal };
  const { file, tiles } = await drawStoryboard({
    ...commonOptions(job),
    videoStream,
    ...limits,
    storyboard,
    durationSeconds,
  });
  const fault = source.fault();
  if (fault || tiles === 0) throw fault ?? new Error('no frame was found for a storyboard');
  const writeVtt = (sprite: string) => writeStoryboardVtt(storyboard, { tiles, durationSeconds, sprite });
  await job.save({ storyboard: await storeStoryboard(deps.files, work.prefix, { file, writeVtt }, storing(job)) });
}

/** What an earlier attempt has not made yet, or what is not there any more. */
async function findMissing({ pictures }: Claim, files: FileClient): Promise<((job: Job) => Promise<void>)[]> {
  const isThere = async (key: string | null) => key !== null && (await files.head(key).catch(() => null)) !== null;
  const { poster, thumbnail, storyboard } = pictures;
  const [hasPoster, hasThumbnail, hasStoryboard] = await Promise.all([poster, thumbnail, storyboard].map(isThere));
  return [...(hasPoster && hasThumbnail ? [] : [makePoster]), ...(hasStoryboard ? [] : [makeStoryboard])];
}

/**
 * Makes the pictures of a video that are missing, the poster first, each one visible as soon as it is stored. What cannot be
 * made is logged and left out.
 * @returns false when something was left out
 */
export async function makePictures(claim: Claim, work: EncodeWork<OpenSource>, deps: MakeOptions): Promise<boolean> {
  const { scratch, sources, store, stopping, onSaved, signal, log } = deps;
  const missing = await findMissing(claim, deps.files);
  if (missing.length === 0) return true;
  const folder = await scratch.create();
  let source: OpenSource | undefined;
  let areMade = true;
  try {
    source = await sources.open(claim.sourceKey, claim.sourceBytes, signal);
    const save: Job['save'] = async (pictures) => {
      await untilReachable(stopping, () => store.savePictures(claim, pictures));
      onSaved(pictures);
    };
    for (const make of missing) {
      await make({ work, source, folder, deps, signal, save }).catch((err: unknown) => {
        signal.throwIfAborted();
        areMade = false;
        log.warn({ err, videoId: claim.videoId, attempt: claim.attempt }, 'a picture could not be made');
      });
    }
    return areMade;
  } finally {
    source?.close();
    await scratch.remove(folder);
  }
}
