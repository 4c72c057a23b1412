import { readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { FileClient } from '@kinora/file-client';
import { NotCopyable } from '../../domain/faults.js';
import { codecsOf, nalLengthBytes, sampleDescriptionOf } from '../../domain/hls/codecs.js';
import { beginsWithIdr } from '../../domain/hls/idr.js';
import { type FragmentHeader, findKeyFrames, type KeyFrame } from '../../domain/hls/key-frames.js';
import { INIT_FILE } from '../../domain/hls/media-playlist.js';
import type { PlannedRendition, Rendition, Segment } from '../../domain/hls/rendition.js';
import type { StoredRendition } from '../../domain/resume/journal.js';
import { readFirstSampleHead, readFragmentHeaders } from './fragment-headers.js';
import { type PutOptions, put } from './patient-put.js';
import type { ProducedSegment } from './segment-follower.js';

export interface RenditionOutputOptions extends PutOptions {
  files: FileClient;
  planned: PlannedRendition;
  /** Where ffmpeg writes it. */
  folder: string;
  /** Object keys of its new parts start with it; ends with a slash. */
  prefix: string;
  /** What an earlier run stored. */
  kept: StoredRendition | null;
}

/** What ffmpeg makes now does not continue what is stored. */
export class DoesNotContinue extends Error {
  override readonly name = 'DoesNotContinue';
}

const LEANING =
  'pictures after its key frames lean on those before them (open GOPs), so that players could not begin there';

/** The next segment of a rendition. */
export interface TakenSegment {
  /** How many are before it. */
  position: number;
  /** Stores it, and removes it from the scratch folder. */
  store(): Promise<void>;
}

/** One rendition on its way from the scratch folder into the store. */
export interface RenditionOutput {
  take(produced: ProducedSegment): TakenSegment;
  /** What is stored by now, without gaps. */
  soFar(): Promise<Rendition>;
}

type Init = Pick<Rendition, 'codecs' | 'initKey' | 'initSizeBytes'>;
const NO_INIT: Init = { codecs: '', initKey: '', initSizeBytes: 0 };

export function createRenditionOutput(options: RenditionOutputOptions): RenditionOutput {
  const { files, planned, folder, prefix, kept } = options;
  const segments: Segment[] = kept ? [...kept.segments] : [];
  const stored = new Set<Segment>(segments);
  let init: Promise<Init> | undefined;

  const checkInit = async ({ codecs, initKey, initSizeBytes }: Init, bytes: Buffer): Promise<Init> => {
    const stored = await buffer((await files.get(initKey)).body);
    const [before, now] = [sampleDescriptionOf(stored), sampleDescriptionOf(bytes)];
    if (!before || !now?.equals(before)) throw new DoesNotContinue(`${planned.name} is encoded otherwise than before`);
    if (!stored.equals(bytes)) await put(files, initKey, bytes, options);
    return { codecs, initKey, initSizeBytes };
  };
  const storeInit = async (): Promise<Init> => {
    const file = path.join(folder, INIT_FILE);
    await readFragmentHeaders(file);
    const bytes = await readFile(file);
    if (kept) return checkInit(kept, bytes);
    const initKey = `${prefix}${INIT_FILE}`;
    await put(files, initKey, bytes, options);
    return { codecs: codecsOf(bytes), initKey, initSizeBytes: bytes.length };
  };
  /** The init segment is whole when the first segment is. */
  const initOnce = (): Promise<Init> => {
    init ??= storeInit();
    return init;
  };

  /** @throws NotCopyable when players could not begin with the segment, as its playlist says of it (RFC 8216 section 4.3.5.1) */
  const keyFramesOf = async (file: string, headers: FragmentHeader[], durationSeconds: number): Promise<KeyFrame[]> => {
    const lengthBytes = nalLengthBytes(await readFile(path.join(folder, INIT_FILE)));
    const head = await readFirstSampleHead(file, headers);
    if (lengthBytes !== null && head.length > 0 && !beginsWithIdr(head, lengthBytes)) throw new NotCopyable(LEANING);
    return findKeyFrames(headers, durationSeconds);
  };

  const initOf = async (whole: Segment[]): Promise<Init> => {
    if (whole.length === 0) return NO_INIT;
    if (!kept) return initOnce();
    const { codecs, initKey, initSizeBytes } = kept;
    return { codecs, initKey, initSizeBytes };
  };

  return {
    take({ fileName, durationSeconds, sizeBytes }) {
      const segment: Segment = { key: `${prefix}${fileName}`, durationSeconds, sizeBytes };
      const file = path.join(folder, fileName);
      const position = segments.push(segment) - 1;
      const store = async () => {
        await initOnce();
        const fragments = await readFragmentHeaders(file);
        if (planned.kind === 'video') segment.keyFrames = await keyFramesOf(file, fragments, durationSeconds);
        await put(files, segment.key, { path: file, sizeBytes }, options);
        await unlink(file);
        stored.add(segment);
      };
      return { position, store };
    },
    async soFar() {
      const gap = segments.findIndex((segment) => !stored.has(segment));
      const whole = gap < 0 ? [...segments] : segments.slice(0, gap);
      return { ...planned, ...(await initOf(whole)), segments: whole };
    },
  };
}
