import path from 'node:path';
import type { FileClient } from '@kinora/file-client';
import { PermanentFault } from '../../domain/faults.js';
import { isAwaited, PACE_OF_COPY } from '../../domain/growing-stream.js';
import type { PlannedRendition, Rendition, Segment } from '../../domain/hls/rendition.js';
import { COPY_NAME } from '../../domain/plan/copy.js';
import type { StoredRendition } from '../../domain/resume/journal.js';
import type { StoredListener } from '../../domain/transcode-deps.js';
import { createHeadStart } from './head-start.js';
import type { StoredSoFar } from './journal.js';
import { createRenditionOutput, type RenditionOutput } from './rendition-output.js';
import { followSegments, type ProducedSegment } from './segment-follower.js';
import { createSegmentShaper } from './segment-shaper.js';
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
  signal: AbortSignal;
}

export interface Publisher {
  /** Rejects as soon as something cannot be stored; never resolves. */
  failed: Promise<never>;
  /** After ffmpeg ended: resolves when every segment is stored. */
  finish(): Promise<Rendition[]>;
  stop(): void;
}

/** A copy is made faster than it is stored: what runs ahead takes the machine's time from what can be watched first. */
const MAX_WAITING_SEGMENTS = 8;

interface BackPressure {
  /** So much more waits, or less. @returns whether that is too much */
  hold(deltaBytes: number): boolean;
  /** What was made is being looked at, or all of it is known. */
  look(isLooking: boolean): void;
  /** What is watched first is being stored, or visible. */
  leaveAlone(isAlone: boolean): void;
}

/** Halts ffmpeg while too much waits, and lets it go on when half of it is stored. */
export function createBackPressure(maxBytes: number, setPaused: (paused: boolean) => void): BackPressure {
  let waitingBytes = 0;
  let waitingSegments = 0;
  let isFull = false;
  let isLooking = false;
  let isLeftAlone = false;
  let paused = false;
  const apply = () => {
    const shouldPause = isFull || isLooking || isLeftAlone;
    if (shouldPause !== paused) setPaused(shouldPause);
    paused = shouldPause;
  };
  return {
    hold(deltaBytes) {
      waitingBytes += deltaBytes;
      waitingSegments += Math.sign(deltaBytes);
      const load = Math.max(waitingBytes / maxBytes, waitingSegments / MAX_WAITING_SEGMENTS);
      isFull = load > (isFull ? 0.5 : 1);
      apply();
      return isFull;
    },
    look(now) {
      isLooking = now;
      apply();
    },
    leaveAlone(now) {
      isLeftAlone = now;
      apply();
    },
  };
}

const sizeOf = (segments: Segment[]): number => segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** Stores each segment as soon as ffmpeg finished it, and removes it from the scratch folder. */
export async function startPublisher(options: PublisherOptions): Promise<Publisher> {
  const { files, folder, prefix, renditions, kept, signal, patienceMs, maxOutputBytes } = options;
  const isCopy = renditions.some(({ name }) => name === COPY_NAME);
  const inSlot = createSlots(options.parallelUploads);
  const { hold, look, leaveAlone } = createBackPressure(options.scratchMaxBytes, options.setEncoderPaused);
  const uploads: Promise<void>[] = [];
  let outputBytes = [...kept.values()].reduce((sum, { segments }) => sum + sizeOf(segments), 0);
  let isEnding = false;
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  const outputOf = (planned: PlannedRendition): RenditionOutput => {
    const { name } = planned;
    const places = { folder: path.join(folder, name), prefix: `${prefix}${name}/`, kept: kept.get(name) ?? null };
    return createRenditionOutput({ files, planned, ...places, signal, patienceMs });
  };
  const outputs = new Map(renditions.map((planned) => [planned.name, outputOf(planned)]));
  const soFar = (): Promise<Rendition[]> => Promise.all([...outputs.values()].map((output) => output.soFar()));

  const steady: StoredSoFar = async () => (isEnding ? null : soFar());

  const headStart = createHeadStart({
    ...{ awaited: renditions.filter(isAwaited), segments: PACE_OF_COPY.minSegments, setAlone: leaveAlone },
  });
  // Only a copy makes more in the time in which that is stored, and only what nobody can watch yet has to be first.
  if (!isCopy || kept.size > 0) headStart.end();

  const onSegment = (name: string, segment: ProducedSegment) => {
    const output = outputs.get(name);
    if (!output) return;
    const { sizeBytes } = segment;
    outputBytes += sizeBytes;
    if (outputBytes > maxOutputBytes) fail(new PermanentFault('too-large', { detail: TOO_MUCH_OUTPUT }));
    const { store, position } = output.take(segment);
    const storeInTurn = async () => {
      await store();
      hold(-sizeBytes);
      await options.onStored?.(soFar);
      headStart.note(name, position);
      options.record(steady);
    };
    const admitted = headStart.admit(name, position);
    if (hold(sizeBytes)) headStart.end();
    // What is played first is stored first, whichever rendition it is of.
    const task = admitted.then(() => inSlot(storeInTurn, position));
    task.catch(fail);
    uploads.push(task);
  };
  const shaper = createSegmentShaper({
    ...{ folder, renditions, soundFollows: options.soundFollows, kept, onError: fail },
    onSegment,
  });
  const follower = await followSegments({
    folder,
    renditions: [...outputs.keys()],
    repeated: options.repeated,
    onSegment: shaper.push,
    // Only a copy makes many segments in the time of a look.
    onLook: (isLooking) => isCopy && look(isLooking),
    onError: (error) => fail(error),
  });

  if (kept.size > 0) void options.onStored?.(soFar);

  return {
    failed,
    stop: follower.stop,
    async finish() {
      await follower.finish();
      isEnding = true;
      await shaper.flush();
      headStart.end();
      await Promise.race([Promise.all(uploads), failed]);
      return soFar();
    },
  };
}
