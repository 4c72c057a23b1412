import { createHash } from 'node:crypto';
import path from 'node:path/posix';
import { isObjectKey } from '@kinora/contracts';
import { z } from 'zod';
import type { Rendition, Segment } from '../hls/rendition.js';
import type { TranscodePlan } from '../plan/transcode-plan.js';

/** What is stored of one rendition. */
export type StoredRendition = Pick<Rendition, 'name' | 'codecs' | 'initKey' | 'initSizeBytes' | 'segments'>;

/** What is stored of one step. */
export interface JournalStep {
  /** Tells the step's plan from every other. */
  plan: string;
  isFinished: boolean;
  /** Parts of the source could not be decoded. */
  isDamaged: boolean;
  renditions: StoredRendition[];
}

const VERSION = 2;
/** Sources in which every frame is one are not worth a journal of megabytes: they do without a list of key frames. */
const MAX_KEY_FRAMES_OF_SEGMENT = 16;
const sizeBytes = z.number().int().positive();
const offsetBytes = z.number().int().nonnegative();
/** Seconds from the start of the segment, place and size in bytes. */
const keyFrame = z.tuple([z.number(), offsetBytes, sizeBytes]);
/** Name, seconds, bytes, and the key frames that are known. */
const segment = z.tuple([z.string(), z.number().positive(), sizeBytes, z.array(keyFrame).nullable()]);
const schema = z.object({
  version: z.literal(VERSION),
  steps: z.array(
    z.object({
      plan: z.string(),
      isFinished: z.boolean(),
      isDamaged: z.boolean(),
      renditions: z.array(
        z.object({
          ...{ name: z.string(), codecs: z.string(), initKey: z.string(), initSizeBytes: sizeBytes },
          /** Segments that lie in one folder, one after the other. */
          runs: z.array(z.object({ folder: z.string(), segments: z.array(segment) })),
        }),
      ),
    }),
  ),
});
type Entry = z.infer<typeof segment>;
type Run = z.infer<typeof schema>['steps'][number]['renditions'][number]['runs'][number];

/** A plan that was made otherwise, by another version or for another reason, has another one. */
export const fingerprintOf = (plan: TranscodePlan): string =>
  createHash('sha256')
    .update(JSON.stringify({ ...plan, reasons: [] }))
    .digest('hex');

function entryOf({ key, durationSeconds, sizeBytes, keyFrames }: Segment): Entry {
  const isListed = keyFrames !== undefined && keyFrames.length <= MAX_KEY_FRAMES_OF_SEGMENT;
  const frames = isListed
    ? keyFrames.map((frame): z.infer<typeof keyFrame> => [frame.startSeconds, frame.offsetBytes, frame.sizeBytes])
    : null;
  return [path.basename(key), durationSeconds, sizeBytes, frames];
}

function runsOf(segments: Segment[]): Run[] {
  const runs: Run[] = [];
  for (const segment of segments) {
    const folder = path.dirname(segment.key);
    const last = runs.at(-1);
    const run = last?.folder === folder ? last : { folder, segments: [] };
    if (run !== last) runs.push(run);
    run.segments.push(entryOf(segment));
  }
  return runs;
}

const segmentsOf = ({ folder, segments }: Run): Segment[] =>
  segments.map(([name, durationSeconds, sizeBytes, frames]) => ({
    ...{ key: `${folder}/${name}`, durationSeconds, sizeBytes },
    ...(frames
      ? {
          keyFrames: frames.map(([startSeconds, offsetBytes, sizeBytes]) => ({ startSeconds, offsetBytes, sizeBytes })),
        }
      : {}),
  }));

export function writeJournal(steps: JournalStep[]): string {
  return JSON.stringify({
    version: VERSION,
    steps: steps.map(({ renditions, ...step }) => ({
      ...step,
      renditions: renditions
        .filter(({ segments }) => segments.length > 0)
        .map(({ name, codecs, initKey, initSizeBytes, segments }) => {
          return { name, codecs, initKey, initSizeBytes, runs: runsOf(segments) };
        }),
    })),
  });
}

/** Every object that a step names. */
const keysOfStep = ({ renditions }: Pick<JournalStep, 'renditions'>): string[] =>
  renditions.flatMap(({ initKey, segments }) => [initKey, ...segments.map(({ key }) => key)]);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/**
 * Reads what an earlier attempt wrote down.
 * @param prefix that every object key must begin with
 * @returns null for a journal that is broken, of another version, or names what is not the video's: the work then starts anew
 */
export function readJournal(text: string, prefix: string): JournalStep[] | null {
  const { data } = schema.safeParse(parse(text));
  if (!data) return null;
  const steps = data.steps.map(({ renditions, ...step }) => ({
    ...step,
    renditions: renditions.map(({ runs, ...rendition }) => ({ ...rendition, segments: runs.flatMap(segmentsOf) })),
  }));
  const keys = steps.flatMap(keysOfStep);
  return keys.every((key) => key.startsWith(prefix) && isObjectKey(key)) ? steps : null;
}
