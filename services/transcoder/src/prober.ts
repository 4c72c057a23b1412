import { probeSource } from './adapters/ffmpeg/probe.js';
import type { OpenSource } from './adapters/source/source-server.js';
import type { Config } from './config.js';
import type { Limits } from './domain/limits.js';
import type { TranscodeDeps } from './domain/transcode-deps.js';

const MIB = 1_024 ** 2;

/** Asks ffprobe what is in a source; a source that could not be read is the fault of the store, not of the file. */
export const createProber =
  ({ config, limits }: { config: Config; limits: Limits }): TranscodeDeps<OpenSource>['probe'] =>
  async (source, { container, demuxer }, signal) => {
    const bounds = { ...limits, maxMemoryBytes: MIB * config.MAX_FFPROBE_MEMORY_MIB };
    const file = { container, sizeBytes: source.sizeBytes, bitratesBps: source.beginning.bitratesBps };
    const program = { ffprobePath: config.FFPROBE_PATH, cwd: config.SCRATCH_DIR, bounds };
    // Looked for while ffprobe starts, which asks for it then.
    source.beginning.bitratesBps().catch(() => {});
    const input = { url: source.beginning.url, demuxer, ...limits };
    try {
      return await probeSource({ ...input, ...file, ...program, timeoutMs: config.PROBE_TIMEOUT_MS, signal });
    } catch (error) {
      signal.throwIfAborted();
      throw source.fault() ?? error;
    }
  };
