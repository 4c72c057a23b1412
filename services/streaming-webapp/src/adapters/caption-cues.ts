import { type Cue, readCaptions } from '@kinora/captions';
import type { FileClient } from '@kinora/file-client';
import { LRUCache } from 'lru-cache';

/** The cues of a stored text. Undefined when it was replaced or deleted. */
export type ReadCues = (textKey: string) => Promise<readonly Cue[] | undefined>;

/** They were within the limits when they were stored. */
const NO_LIMITS = { maxCues: Number.POSITIVE_INFINITY, maxCueChars: Number.POSITIVE_INFINITY };

/** A text never changes under its key. One that was deleted is still known for so long. */
const KNOWN_FOR_MS = 60_000;

/**
 * Reads a text once for all of its segments, and for all who ask at the same time.
 * @param maxBytes of the texts whose cues are kept; these take up to three times as much memory
 */
export function createCueReader(files: Pick<FileClient, 'getText'>, maxBytes: number): ReadCues {
  const known = new LRUCache<string, readonly Cue[]>({
    maxSize: maxBytes,
    ttl: KNOWN_FOR_MS,
    async fetchMethod(key, _stale, { options }) {
      const text = await files.getText(key);
      if (text === null) return undefined;
      options.size = Buffer.byteLength(text);
      return readCaptions(text, NO_LIMITS);
    },
  });
  return (key) => known.fetch(key);
}
