import { appendFile, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { ProducedSegment } from './segment-follower.js';

interface TailJoinerOptions {
  /** Where the segments' files are. */
  folder: string;
  /** A segment shorter than this is a scrap: only the last one can be. */
  minSeconds: number;
  onSegment: (segment: ProducedSegment) => void;
}

export interface TailJoiner {
  push(segment: ProducedSegment): Promise<void>;
  /** After the last segment. What may still become longer is passed on, or left out when it is not whole. */
  end(isWhole: boolean): Promise<void>;
}

/**
 * Passes segments on, one behind, and joins a scrap at the end to the segment before it. Sound ends a few frames after the
 * picture; a segment of that alone is one that players look for and never find, so that the video never ends. Two CMAF
 * segments in a row are chunks of one segment (ISO/IEC 23000-19, 7.3.2.3).
 */
export function createTailJoiner({ folder, minSeconds, onSegment }: TailJoinerOptions): TailJoiner {
  let held: ProducedSegment | undefined;
  let last: Promise<void> = Promise.resolve();

  const join = async (before: ProducedSegment, scrap: ProducedSegment): Promise<ProducedSegment> => {
    const file = path.join(folder, scrap.fileName);
    await appendFile(path.join(folder, before.fileName), await readFile(file));
    await unlink(file);
    return {
      fileName: before.fileName,
      durationSeconds: before.durationSeconds + scrap.durationSeconds,
      sizeBytes: before.sizeBytes + scrap.sizeBytes,
    };
  };
  const take = async (segment: ProducedSegment) => {
    if (held && segment.durationSeconds < minSeconds) held = await join(held, segment);
    else {
      if (held) onSegment(held);
      held = segment;
    }
  };
  return {
    push(segment) {
      last = last.then(() => take(segment));
      return last;
    },
    async end(isWhole) {
      await last;
      if (held && isWhole) onSegment(held);
      held = undefined;
    },
  };
}
