import { PermanentFault } from '../../domain/faults.js';
import { inTime } from '../../domain/in-time.js';
import { tooLargePicture, tooManyStreams } from '../../domain/limits.js';
import type { MediaProbe } from '../../domain/media-probe.js';
import { type InputOptions, inputArguments } from './input.js';
import type { Bounds } from './launcher.js';
import { type ProbedFile, readProbeReport } from './probe-report.js';
import { PROBED_ENTRIES } from './probe-schema.js';
import { MAX_OUTPUT_CHARS, startProgram } from './program.js';

export interface ProbeOptions extends InputOptions, Omit<ProbedFile, 'bitratesBps'> {
  /** Bits per second, by the identifiers of the tracks of which ffprobe sees a part alone. */
  bitratesBps(): Promise<ReadonlyMap<number, number>>;
  ffprobePath: string;
  cwd: string;
  bounds: Bounds;
  timeoutMs: number;
  signal: AbortSignal;
}

/** Packets: enough to see how each track begins. */
const QUESTIONS = [
  '-v',
  'error',
  '-hide_banner',
  '-show_entries',
  PROBED_ENTRIES,
  '-read_intervals',
  '%+#64',
  '-of',
  'json',
];

const refusal = (tail: string, { maxStreams }: InputOptions): PermanentFault =>
  /exceeds max_streams/.test(tail) ? tooManyStreams(maxStreams) : new PermanentFault('unreadable', { log: tail });

/** A picture beyond what ffmpeg takes is reported without its size, as if it were none. */
function assertPicture({ video }: MediaProbe, tail: string, { maxPixelsPerFrame }: InputOptions): void {
  const [, width, height] = /Picture size (\d+)x(\d+) (?:is invalid|exceeds)/.exec(tail)?.map(Number) ?? [];
  if (video.length > 0 || width === undefined || height === undefined) return;
  if (width * height > maxPixelsPerFrame) throw tooLargePicture(width, height);
}

/**
 * Asks ffprobe what is in a source.
 * @throws PermanentFault `unreadable` or `too-large`; StalledFault when there is no answer in time
 */
export async function probeSource(options: ProbeOptions): Promise<MediaProbe> {
  const { ffprobePath, cwd, bounds, timeoutMs } = options;
  let json = '';
  const asking = (signal: AbortSignal) =>
    startProgram({
      command: ffprobePath,
      args: [...QUESTIONS, ...inputArguments(options)],
      ...{ cwd, bounds, signal },
      onOutput: (text) => {
        if (json.length < MAX_OUTPUT_CHARS) json += text;
      },
    }).ended;
  const [{ exitCode, killedBy, tail }, bitratesBps] = await Promise.all([
    inTime(timeoutMs, options.signal, asking),
    options.bitratesBps(),
  ]);
  if (killedBy !== null) throw new Error(`ffprobe was ended by ${killedBy}: ${tail}`);
  if (exitCode !== 0) throw refusal(tail, options);
  if (json.length >= MAX_OUTPUT_CHARS) throw new PermanentFault('unreadable', { log: 'ffprobe has too much to say' });
  const probe = readProbeReport(json, { ...options, bitratesBps });
  assertPicture(probe, tail, options);
  return probe;
}
