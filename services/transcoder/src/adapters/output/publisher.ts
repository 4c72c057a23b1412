import path from 'node:path';
import type { FileClient } from '@kinora/file-client';
import { PermanentFault } from '../../domain/faults.js';
import { isAwaited, PACE_OF_COPY } from '../../domain/growing-stream.js';
import type { PlannedRendition, Rendition, Segment } from '../../domain/hls/rendition.js';
import { COPY_NAME } from '../../domain/plan/copy.js';
import type { StoredRendition } from '../../domain/resume/journal.js';
import type { StoredListener } from '../../domain/transcode-deps.js';
import { createBackPressure } from './back-pressure.js';
import { createHeadStart, type HeadStart } from './head-start.js';
import type { StoredSoFar } from './journal.js';
import { createRenditionOutput, type RenditionOutput, type TakenSegment } from './rendition-output.js';
import { followSegments, type ProducedSegment } from './segment-follower.js';
import { createSegmentShaper, type SegmentShaper } from './segment-shaper.js';
import { createSlots } from './slots.js';

/** It is the outcome that is too large, not the picture. */
const TOO_MUCH_OUTPUT =
  'Converted, this video takes more room than this site gives to one. Please upload a shorter one, or its parts one by one.';

export interface PublisherOptions {
  files: FileClient;
  /** Scratch folder of this attempt. */
  folder: string;
  /** Object keys of this attempt start with it; ends with a slash. */
  prefix: string;
  renditions: PlannedRendition[];
  /** Name of the picture where which is cut the sound is cut; null where sound is cut by the clock. */
  soundFollows: string | null;
  parallelUploads: number;
  /** How long the storage may be away. */
  patienceMs: number;
  /** With more than this waiting to be stored, ffmpeg is halted. */
  scratchMaxBytes: number;
  maxOutputBytes: number;
  setEncoderPaused: (paused: boolean) => void;
  /** Called when more is stored; tells what is stored by now, without gaps. The next segment waits for it. */
  onStored?: StoredListener;
  /** The same, for the journal. */
  record: (soFar: StoredSoFar) => void;
  /** What earlier runs have stored, by name. */
  kept: ReadonlyMap<string, StoredRendition>;
  /** How many segments ffmpeg makes once more, by name: they are thrown away. */
  repeated: ReadonlyMap<string, number>;
  /** ffmpeg gets no more than the beginning of the source: the last segment of each rendition is not whole, nor as long as it seems. */
  isBeginning: boolean;
  signal: AbortSignal;
}

type SoFar = () => Promise<Rendition[]>;

export interface Publisher {
  /** Rejects as soon as something cannot be stored; never resolves. */
  failed: Promise<never>;
  /** Resolves when what is watched first is visible, or is not waited for. */
  begun: Promise<void>;
  /** What is stored by now, without gaps. */
  soFar: SoFar;
  /** After ffmpeg ended: resolves when every segment is stored. */
  finish(): Promise<Rendition[]>;
  stop(): void;
}

const isCopy = (renditions: PlannedRendition[]): boolean => renditions.some(({ name }) => name === COPY_NAME);

const sizeOf = (segments: Segment[]): number => segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** On its way into the store. */
interface Storing {
  take(name: string, segment: ProducedSegment): void;
  look(isLooking: boolean): void;
  /** Resolves when what is watched first is visible, or is not waited for. */
  begun: Promise<void>;
  /** Resolves when all that was taken is stored, also what was held back. */
  all(): Promise<unknown>;
}

type Outputs = ReadonlyMap<string, RenditionOutput>;

function outputsOf({ files, folder, prefix, renditions, kept, signal, patienceMs }: PublisherOptions): Outputs {
  const outputOf = (planned: PlannedRendition) => {
    const { name } = planned;
    const places = { folder: path.join(folder, name), prefix: `${prefix}${name}/`, kept: kept.get(name) ?? null };
    return createRenditionOutput({ files, planned, ...places, signal, patienceMs });
  };
  return new Map(renditions.map((planned) => [planned.name, outputOf(planned)]));
}

/** Only a copy makes more in the time in which that is stored, and only what nobody can watch yet has to be first. */
function headStartOf(
  { renditions, kept, isBeginning }: PublisherOptions,
  setAlone: (isAlone: boolean) => void,
): HeadStart {
  const awaited = renditions.filter(isAwaited);
  const headStart = createHeadStart({ awaited, segments: PACE_OF_COPY.minSegments, setAlone, isAll: isBeginning });
  if (!isCopy(renditions) || kept.size > 0) headStart.end();
  return headStart;
}

/** Passes segments on, one behind in each rendition. */
function butTheLast(push: SegmentShaper['push']): SegmentShaper['push'] {
  const latest = new Map<string, ProducedSegment>();
  return (name, segment) => {
    const before = latest.get(name);
    latest.set(name, segment);
    if (before) push(name, before);
  };
}

function startStoring(
  options: PublisherOptions,
  outputs: Outputs,
  onStored: () => Promise<void>,
  fail: (error: unknown) => void,
): Storing {
  const inSlot = createSlots(options.parallelUploads);
  const pressure = createBackPressure(options.scratchMaxBytes, options.setEncoderPaused);
  const headStart = headStartOf(options, pressure.leaveAlone);
  const uploads: Promise<void>[] = [];
  let outputBytes = [...options.kept.values()].reduce((sum, { segments }) => sum + sizeOf(segments), 0);

  const store = async (name: string, sizeBytes: number, { store, position }: TakenSegment) => {
    await headStart.admit(name, position);
    pressure.admitted();
    // What is played first is stored first, whichever rendition it is of.
    await inSlot(async () => {
      await store();
      pressure.stored(sizeBytes);
      await onStored();
      headStart.note(name, position);
    }, position);
  };
  return {
    look: pressure.look,
    begun: headStart.begun,
    take(name, segment) {
      const output = outputs.get(name);
      if (!output) return;
      const { sizeBytes } = segment;
      outputBytes += sizeBytes;
      if (outputBytes > options.maxOutputBytes) fail(new PermanentFault('too-large', { detail: TOO_MUCH_OUTPUT }));
      const task = store(name, sizeBytes, output.take(segment));
      if (pressure.made(sizeBytes)) headStart.end();
      task.catch(fail);
      uploads.push(task);
    },
    all() {
      headStart.end();
      return Promise.all(uploads);
    },
  };
}

/** Stores each segment as soon as ffmpeg finished it, and removes it from the scratch folder. */
export async function startPublisher(options: PublisherOptions): Promise<Publisher> {
  const { folder, renditions, kept, soundFollows, repeated, isBeginning } = options;
  let isEnding = false;
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  const outputs = outputsOf(options);
  const soFar: SoFar = () => Promise.all([...outputs.values()].map((output) => output.soFar()));
  const steady: StoredSoFar = async () => (isEnding ? null : soFar());
  const onStored = async () => {
    await options.onStored?.(soFar);
    options.record(steady);
  };
  const storing = startStoring(options, outputs, onStored, fail);
  const shaper = createSegmentShaper({
    folder,
    renditions,
    soundFollows,
    kept,
    onError: fail,
    onSegment: storing.take,
  });
  const follower = await followSegments({
    ...{
      folder,
      renditions: [...outputs.keys()],
      repeated,
      onSegment: isBeginning ? butTheLast(shaper.push) : shaper.push,
    },
    // Only a copy makes many segments in the time of a look.
    onLook: (isLooking) => isCopy(renditions) && storing.look(isLooking),
    onError: (error) => fail(error),
  });

  if (kept.size > 0) void options.onStored?.(soFar);

  return {
    failed,
    soFar,
    begun: storing.begun,
    stop: follower.stop,
    async finish() {
      await follower.finish();
      isEnding = !isBeginning;
      await shaper.end(!isBeginning);
      await Promise.race([storing.all(), failed]);
      return soFar();
    },
  };
}
