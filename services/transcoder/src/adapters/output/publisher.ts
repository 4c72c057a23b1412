import { readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { FileClient } from '@kinora/file-client';
import { PermanentFault } from '../../domain/faults.js';
import { codecsOf } from '../../domain/hls/codecs.js';
import { INIT_FILE } from '../../domain/hls/media-playlist.js';
import type { PlannedRendition, Rendition, Segment } from '../../domain/hls/rendition.js';
import { MIN_TAIL_SECONDS } from '../../domain/plan/plan.js';
import type { StoredListener } from '../../domain/transcode-deps.js';
import { put } from './patient-put.js';
import { followSegments } from './segment-follower.js';
import { createSlots } from './slots.js';
import { createTailJoiner } from './tail-joiner.js';

export interface PublisherOptions {
  files: FileClient;
  /** Scratch folder of this attempt. */
  folder: string;
  /** Object keys of this attempt start with it; ends with a slash. */
  prefix: string;
  renditions: PlannedRendition[];
  parallelUploads: number;
  /** How long the storage may be away. */
  patienceMs: number;
  /** With more than this waiting to be stored, ffmpeg is halted. */
  scratchMaxBytes: number;
  maxOutputBytes: number;
  setEncoderPaused: (paused: boolean) => void;
  /** Called when more is stored; tells what is stored by now, without gaps. */
  onStored?: StoredListener;
  signal: AbortSignal;
}

type Init = Pick<Rendition, 'codecs' | 'initSizeBytes'>;
const NO_INIT: Init = { codecs: '', initSizeBytes: 0 };

export interface Publisher {
  /** Rejects as soon as something cannot be stored; never resolves. */
  failed: Promise<never>;
  /** After ffmpeg ended: resolves when every segment is stored. */
  finish(): Promise<Rendition[]>;
  stop(): void;
}

/** Halts ffmpeg while too much waits, and lets it go on when half of it is stored. */
function createBackPressure(maxBytes: number, setPaused: (paused: boolean) => void): (deltaBytes: number) => void {
  let waitingBytes = 0;
  let paused = false;
  return (deltaBytes) => {
    waitingBytes += deltaBytes;
    const shouldPause = paused ? waitingBytes > maxBytes / 2 : waitingBytes > maxBytes;
    if (shouldPause !== paused) setPaused(shouldPause);
    paused = shouldPause;
  };
}

/** Stores each segment as soon as ffmpeg finished it, and removes it from the scratch folder. */
export async function startPublisher(options: PublisherOptions): Promise<Publisher> {
  const { files, folder, prefix, renditions, signal, patienceMs, maxOutputBytes } = options;
  const inSlot = createSlots(options.parallelUploads);
  const hold = createBackPressure(options.scratchMaxBytes, options.setEncoderPaused);
  const segments = new Map<string, Segment[]>(renditions.map(({ name }) => [name, []]));
  const uploads: Promise<void>[] = [];
  let outputBytes = 0;
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  const inits = new Map<string, Promise<Init>>();
  const storeInit = async (rendition: string): Promise<Init> => {
    const init = await readFile(path.join(folder, rendition, INIT_FILE));
    await put(files, `${prefix}${rendition}/${INIT_FILE}`, init, { signal, patienceMs });
    return { codecs: codecsOf(init), initSizeBytes: init.length };
  };
  /** The init segment is whole when the first segment is. */
  const initOf = (rendition: string): Promise<Init> => {
    const init = inits.get(rendition) ?? storeInit(rendition);
    inits.set(rendition, init);
    return init;
  };

  const stored = new Set<Segment>();
  const soFar = (): Promise<Rendition[]> =>
    Promise.all(
      renditions.map(async (planned) => {
        const list = segments.get(planned.name) ?? [];
        const gap = list.findIndex((segment) => !stored.has(segment));
        const whole = gap < 0 ? [...list] : list.slice(0, gap);
        const init = whole.length > 0 ? await initOf(planned.name) : NO_INIT;
        return { ...planned, ...init, segments: whole };
      }),
    );

  const upload = async (rendition: string, segment: Segment) => {
    const { fileName, sizeBytes } = segment;
    const file = path.join(folder, rendition, fileName);
    await initOf(rendition);
    await put(files, `${prefix}${rendition}/${fileName}`, { path: file, sizeBytes }, { signal, patienceMs });
    await unlink(file);
    hold(-sizeBytes);
    stored.add(segment);
    options.onStored?.(soFar);
  };
  const onSegment = (rendition: string, segment: Segment) => {
    segments.get(rendition)?.push(segment);
    outputBytes += segment.sizeBytes;
    if (outputBytes > maxOutputBytes) fail(new PermanentFault('too-large'));
    hold(segment.sizeBytes);
    const task = inSlot(() => upload(rendition, segment));
    task.catch(fail);
    uploads.push(task);
  };
  const joiners = new Map(
    renditions.map(({ name }) => {
      const options = { folder: path.join(folder, name), minSeconds: MIN_TAIL_SECONDS };
      return [name, createTailJoiner({ ...options, onSegment: (segment) => onSegment(name, segment) })];
    }),
  );
  const follower = await followSegments({
    folder,
    renditions: renditions.map(({ name }) => name),
    onSegment: (rendition, segment) => void joiners.get(rendition)?.push(segment).catch(fail),
    onError: (error) => fail(error),
  });

  const finishOne = async (planned: PlannedRendition): Promise<Rendition> => {
    const list = segments.get(planned.name) ?? [];
    const init = list.length > 0 ? await initOf(planned.name) : NO_INIT;
    return { ...planned, ...init, segments: list };
  };
  return {
    failed,
    stop: follower.stop,
    async finish() {
      await follower.finish();
      await Promise.all([...joiners.values()].map((joiner) => joiner.flush()));
      const [finished] = await Promise.race([
        Promise.all([Promise.all(renditions.map(finishOne)), Promise.all(uploads)]),
        failed,
      ]);
      return finished;
    },
  };
}
