import { readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { FileClient } from '@kinora/file-client';
import { codecsOf } from '../../domain/hls/codecs.js';
import { findKeyFrames } from '../../domain/hls/key-frames.js';
import { INIT_FILE } from '../../domain/hls/media-playlist.js';
import type { PlannedRendition, Rendition, Segment } from '../../domain/hls/rendition.js';
import { readFragmentHeaders } from './fragment-headers.js';
import { type PutOptions, put } from './patient-put.js';
import type { ProducedSegment } from './segment-follower.js';

export interface RenditionOutputOptions extends PutOptions {
  files: FileClient;
  planned: PlannedRendition;
  /** Where ffmpeg writes it. */
  folder: string;
  /** Object keys of its new parts start with it; ends with a slash. */
  prefix: string;
}

/** One rendition on its way from the scratch folder into the store. */
export interface RenditionOutput {
  /** Takes the next segment. @returns what stores it, and removes it from the scratch folder */
  take(produced: ProducedSegment): () => Promise<void>;
  /** What is stored by now, without gaps. */
  soFar(): Promise<Rendition>;
}

type Init = Pick<Rendition, 'codecs' | 'initKey' | 'initSizeBytes'>;
const NO_INIT: Init = { codecs: '', initKey: '', initSizeBytes: 0 };

export function createRenditionOutput(options: RenditionOutputOptions): RenditionOutput {
  const { files, planned, folder, prefix } = options;
  const segments: Segment[] = [];
  const stored = new Set<Segment>();
  let init: Promise<Init> | undefined;

  const storeInit = async (): Promise<Init> => {
    const bytes = await readFile(path.join(folder, INIT_FILE));
    const initKey = `${prefix}${INIT_FILE}`;
    await put(files, initKey, bytes, options);
    return { codecs: codecsOf(bytes), initKey, initSizeBytes: bytes.length };
  };
  /** The init segment is whole when the first segment is. */
  const initOnce = (): Promise<Init> => {
    init ??= storeInit();
    return init;
  };

  return {
    take({ fileName, durationSeconds, sizeBytes }) {
      const segment: Segment = { key: `${prefix}${fileName}`, durationSeconds, sizeBytes };
      const file = path.join(folder, fileName);
      segments.push(segment);
      return async () => {
        await initOnce();
        if (planned.kind === 'video')
          segment.keyFrames = findKeyFrames(await readFragmentHeaders(file), durationSeconds);
        await put(files, segment.key, { path: file, sizeBytes }, options);
        await unlink(file);
        stored.add(segment);
      };
    },
    async soFar() {
      const gap = segments.findIndex((segment) => !stored.has(segment));
      const whole = gap < 0 ? [...segments] : segments.slice(0, gap);
      return { ...planned, ...(whole.length > 0 ? await initOnce() : NO_INIT), segments: whole };
    },
  };
}
