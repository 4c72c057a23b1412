import { availableParallelism } from 'node:os';
import { PassingFault, PermanentFault, StalledFault } from '../../domain/faults.js';
import { tooLong } from '../../domain/limits.js';
import { createDecodeErrorReader } from './decode-errors.js';
import { type EncodeArguments, encodeArguments } from './encode-arguments.js';
import type { Bounds } from './launcher.js';
import { type Ended, startProgram } from './program.js';
import { createProgressReader, type Progress } from './progress.js';
import { startWatchdog } from './watchdog.js';

export interface EncodeOptions extends Omit<EncodeArguments, 'cores'> {
  ffmpegPath: string;
  /** Holds a folder for each rendition. */
  cwd: string;
  bounds: Bounds;
  stallTimeoutMs: number;
  wallTimeMs: number;
  /** Whatever the file says of its length. */
  maxDurationSeconds: number;
  /** How much of the source was read so far: what goes on may have to read for long before there is a frame to encode. */
  readBytes: () => number;
  onProgress: (progress: Progress) => void;
  /** A part of a picture could not be decoded, and was made up from what is around it. */
  onDamage: () => void;
  signal: AbortSignal;
}

export interface Encoder {
  /** Resolves when ffmpeg wrote everything. @throws PermanentFault, PassingFault, StalledFault */
  done: Promise<void>;
  /** Halts ffmpeg where it stands, and lets it go on. */
  setPaused(paused: boolean): void;
}

const BROKEN_SOURCE =
  /Invalid data found|moov atom not found|error while decoding|Decode error rate|does not contain any stream|matches no streams|Could not find codec parameters/i;

const OUT_OF_MEMORY = /Cannot allocate memory|Resource temporarily unavailable|malloc of size \d+ failed/;
const TAKES_TOO_MUCH =
  'Converting this video takes more memory than this site allows. Please export a smaller version and upload it again.';

/** Where whoever started the worker has the signal ignored that ends ffmpeg otherwise. */
const FILE_TOO_LARGE = /File too large/;
const TAKES_TOO_MUCH_ROOM =
  'A few seconds of this video take more room, once converted, than this site allows. Please export it at a lower quality and upload it again.';

function judge({ exitCode, killedBy, tail }: Ended): void {
  if (exitCode === 0) return;
  if (killedBy === 'SIGXFSZ' || FILE_TOO_LARGE.test(tail))
    throw new PermanentFault('too-large', { detail: TAKES_TOO_MUCH_ROOM, log: `a file grew too large: ${tail}` });
  if (killedBy !== null) throw new Error(`ffmpeg was ended by ${killedBy}: ${tail}`);
  if (/No space left on device|Disk quota exceeded/.test(tail)) throw new PassingFault(`The disk is full: ${tail}`);
  if (OUT_OF_MEMORY.test(tail)) throw new PermanentFault('too-large', { detail: TAKES_TOO_MUCH, log: tail });
  throw new PermanentFault(BROKEN_SOURCE.test(tail) ? 'unreadable' : 'transcode-failed', { log: tail });
}

/** Starts the one process that decodes a source once and encodes every rung of the plan. */
export function startEncoder(options: EncodeOptions): Encoder {
  const { ffmpegPath, cwd, bounds, stallTimeoutMs, wallTimeMs, maxDurationSeconds, onProgress } = options;
  const given = new AbortController();
  const watchdog = startWatchdog(stallTimeoutMs, () => given.abort(new StalledFault(stallTimeoutMs, null)));
  const wallTimer = setTimeout(() => given.abort(new PermanentFault('took-too-long')), wallTimeMs);
  let last: Progress = { outTimeSeconds: null, frames: 0 };
  let lastReadBytes = 0;
  const isSearching = ({ frames }: Progress): boolean => {
    const before = lastReadBytes;
    lastReadBytes = options.readBytes();
    return options.resume !== null && frames === 0 && lastReadBytes > before;
  };
  const program = startProgram({
    command: ffmpegPath,
    args: encodeArguments({ ...options, cores: availableParallelism() }),
    cwd,
    bounds,
    signal: AbortSignal.any([options.signal, given.signal]),
    onErrorOutput: createDecodeErrorReader(options.onDamage),
    onOutput: createProgressReader((progress) => {
      const isFurther = progress.outTimeSeconds !== last.outTimeSeconds || progress.frames !== last.frames;
      if (isFurther || isSearching(progress)) watchdog.touch();
      const { outTimeSeconds } = progress;
      if (outTimeSeconds !== null && outTimeSeconds > maxDurationSeconds)
        given.abort(tooLong(outTimeSeconds, maxDurationSeconds));
      last = progress;
      onProgress(progress);
    }),
  });
  const done = program.ended.then(judge).finally(() => {
    watchdog.stop();
    clearTimeout(wallTimer);
  });
  return {
    done,
    setPaused(paused) {
      watchdog.setPaused(paused);
      if (paused) program.pause();
      else program.resume();
    },
  };
}
