import type { Container, Demuxer } from '@kinora/sniff';
import { PermanentFault, StalledFault } from '../../domain/faults.js';
import type { MediaProbe } from '../../domain/media-probe.js';
import { type InputOptions, inputArguments } from './input.js';
import { readProbeReport } from './probe-report.js';
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

/** Enough to see how each track begins. */
const PACKETS = ['-show_entries', 'packet=stream_index,pts_time,flags', '-read_intervals', '%+#64'];
const QUESTIONS = ['-v', 'error', '-hide_banner', '-show_format', '-show_streams', ...PACKETS, '-of', 'json'];

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
    return readProbeReport(json, container, sizeBytes);
  } finally {
    clearTimeout(timer);
  }
}
