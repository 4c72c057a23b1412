import { readFile } from 'node:fs/promises';
import type { FrameRequest, MadePicture } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import { Problem } from '@kinora/service-kit';
import { sniffPicture } from '@kinora/sniff';
import { type Picture, takePicture, WAITED_FOR } from './adapters/ffmpeg/picture.js';
import { scalePicture } from './adapters/ffmpeg/scale-picture.js';
import type { Scratch } from './adapters/output/scratch.js';
import type { OpenSource, SourceServer } from './adapters/source/source-server.js';
import type { Config } from './config.js';
import { identify } from './domain/identify.js';
import { inTime } from './domain/in-time.js';
import { admit, type Limits } from './domain/limits.js';
import { type AskedPictures, askedProblem, noFrame, soundAlone, sourceGone } from './domain/pictures/asked-pictures.js';
import type { Aim } from './domain/pictures/find-candidates.js';
import { planTranscode } from './domain/plan/plan.js';
import { createProber } from './prober.js';

export interface AskedPictureDeps {
  config: Config;
  limits: Limits;
  files: FileClient;
  sources: SourceServer;
  scratch: Scratch;
  /** Aborted when the process is asked to end. */
  stopping: AbortSignal;
}

interface Files {
  posterFile: string;
  thumbnailFile: string;
}

interface Job {
  folder: string;
  signal: AbortSignal;
  deps: AskedPictureDeps;
}

const optionsOf = ({ folder, signal, deps: { config, limits } }: Job) => ({
  ...{ effort: WAITED_FOR, ffmpegPath: config.FFMPEG_PATH, folder, bounds: limits },
  ...{ timeoutMs: config.PICTURE_TIMEOUT_MS, signal, maxPixelsPerFrame: limits.maxPixelsPerFrame },
});

/** Looks a little before a moment at which there is none: the length of a video is that of its last frame too. */
const LOOK_BACK_SECONDS = 0.5;

async function frameOf(source: OpenSource, atSeconds: number, job: Job): Promise<Picture> {
  const { limits } = job.deps;
  const as = await identify(source);
  const probe = await createProber(job.deps)(source, as, job.signal);
  admit(probe, limits);
  const plan = planTranscode(probe, limits);
  if (!plan || plan.videoStream === null) throw soundAlone();
  if (probe.durationSeconds !== null && atSeconds > probe.durationSeconds + LOOK_BACK_SECONDS) throw noFrame();
  const { display, deinterlacing, colour, videoStream } = plan;
  const input = { url: source.url, demuxer: as.demuxer, ...limits };
  const options = { ...optionsOf(job), input, display, deinterlacing, colour, videoStream };
  const looks: [number, Aim][] = [
    [atSeconds, 'exact'],
    [Math.max(0, atSeconds - LOOK_BACK_SECONDS), 'exact'],
    [atSeconds, 'key-frame'],
  ];
  for (const [at, [seconds, aim]] of looks.entries()) {
    const picture = await takePicture(options, `frame-${at}`, seconds, aim);
    if (picture) return picture;
  }
  throw source.fault() ?? noFrame();
}

async function takeFrame({ sourceKey, sizeBytes, atSeconds }: FrameRequest, job: Job): Promise<Files> {
  const { files, sources } = job.deps;
  if (!(await files.head(sourceKey))) throw sourceGone();
  const source = await sources.open(sourceKey, sizeBytes, job.signal);
  try {
    return await frameOf(source, atSeconds, job);
  } finally {
    source.close();
  }
}

async function scaleGiven(bytes: Buffer, job: Job): Promise<Files> {
  const facts = sniffPicture(bytes);
  if (!facts) throw new Problem('not-a-picture', 'The file is no JPEG, PNG or WebP picture.');
  const scaled = await scalePicture(bytes, facts.format, optionsOf(job));
  if (!scaled) throw new Problem('picture-unusable', 'The picture is damaged. Please save it anew, or choose another.');
  return scaled;
}

/** Makes the pictures that owners ask for beside whatever is being converted, by short ffmpegs in the same bounds. */
export function createAskedPictures(deps: AskedPictureDeps): AskedPictures {
  const inFolder = async (signal: AbortSignal, make: (job: Job) => Promise<Files>): Promise<MadePicture> => {
    const { config, scratch, stopping } = deps;
    const wanted = AbortSignal.any([signal, stopping]);
    const folder = await scratch.create();
    try {
      const { posterFile, thumbnailFile } = await inTime(config.ASKED_PICTURE_TIMEOUT_MS, wanted, (bounded) =>
        make({ folder, signal: bounded, deps }),
      );
      const [poster, thumbnail] = await Promise.all([readFile(posterFile), readFile(thumbnailFile)]);
      return { poster: poster.toString('base64'), thumbnail: thumbnail.toString('base64') };
    } catch (error) {
      throw askedProblem(error);
    } finally {
      await scratch.remove(folder);
    }
  };
  return {
    takeFrame: (request, signal) => inFolder(signal, (job) => takeFrame(request, job)),
    scale: (bytes, signal) => inFolder(signal, (job) => scaleGiven(bytes, job)),
  };
}
