import type { Container, Demuxer } from '@kinora/sniff';
import { PermanentFault, StalledFault } from '../../domain/faults.js';
import type { MediaProbe } from '../../domain/media-probe.js';
import { type InputOptions, inputArguments } from './input.js';
import { PROBED_ENTRIES, readProbeReport } from './probe-report.js';
import { MAX_OUTPUT_CHARS, startProgram } from './program.js';

export interface ProbeOptions extends InputOptions {
  ffprobePath: string;
  container: Container;
  demuxer: Demuxer;
  sizeBytes: number;
  cwd: string;
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

/**
 * Asks ffprobe what is in a source.
 * @throws PermanentFault `unreadable`; StalledFault when there is no answer in time
 */
export async function probeSource(options: ProbeOptions): Promise<MediaProbe> {
  const { ffprobePath, container, sizeBytes, cwd, timeoutMs } = options;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new StalledFault(timeoutMs, null)), timeoutMs);
  let json = '';
  try {
    const { exitCode, killedBy, tail } = await startProgram({
      command: ffprobePath,
      args: [...QUESTIONS, ...inputArguments(options)],
      cwd,
      signal: AbortSignal.any([options.signal, late.signal]),
      onOutput: (text) => {
        if (json.length < MAX_OUTPUT_CHARS) json += text;
      },
    }).ended;
    if (killedBy !== null) throw new Error(`ffprobe was ended by ${killedBy}: ${tail}`);
    if (exitCode !== 0) throw new PermanentFault('unreadable', { log: tail });
    if (json.length >= MAX_OUTPUT_CHARS) throw new PermanentFault('unreadable', { log: 'ffprobe has too much to say' });
    return readProbeReport(json, container, sizeBytes);
  } finally {
    clearTimeout(timer);
  }
}
