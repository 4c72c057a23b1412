import { BESIDE_ENCODES } from './adapters/ffmpeg/picture.js';
import { extractSubtitles } from './adapters/ffmpeg/subtitles.js';
import type { Scratch } from './adapters/output/scratch.js';
import type { SourceServer } from './adapters/source/source-server.js';
import type { Config } from './config.js';
import type { Limits } from './domain/limits.js';
import type { TranscodeDeps } from './domain/transcode-deps.js';

interface SubtitleReaderDeps {
  config: Config;
  limits: Limits;
  sources: SourceServer;
  scratch: Scratch;
}

/** Reads the subtitles in a source by an ffmpeg of its own: what it runs into is no fault of the encode, nor progress of it. */
export const createSubtitleReader =
  ({ config, limits, sources, scratch }: SubtitleReaderDeps): TranscodeDeps<never>['readSubtitles'] =>
  async ({ sourceKey, sourceBytes }, { demuxer }, tracks, signal) => {
    const folder = await scratch.create();
    const source = await sources.open(sourceKey, sourceBytes, signal);
    try {
      const extracted = await extractSubtitles(tracks, {
        ...{ input: { url: source.url, demuxer, ...limits }, ffmpegPath: config.FFMPEG_PATH, folder },
        ...{ bounds: limits, effort: BESIDE_ENCODES },
        ...{ timeoutMs: config.SUBTITLES_TIMEOUT_MS, maxBytes: config.MAX_SUBTITLE_BYTES, signal },
      });
      const fault = source.fault();
      if (fault) throw fault;
      return extracted;
    } finally {
      source.close();
      await scratch.remove(folder);
    }
  };
