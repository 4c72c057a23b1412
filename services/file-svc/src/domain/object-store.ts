import type { Readable } from 'node:stream';
import type { ByteRange } from './byte-range.js';
import type { PartUploads } from './part-uploads.js';
import type { StoredObject } from './stored-object.js';

/** One state of an object, to be read or let go. What is read belongs to this state, whatever is stored meanwhile. */
export interface OpenObject extends StoredObject {
  /** The reader counts what comes: a store that breaks off may end the stream early instead of failing it. */
  read(range: ByteRange): Promise<Readable>;
  /** Needed when nothing was read. */
  close(): Promise<void>;
}

/** How long nobody must have gone on with an upload for it to count as left behind. */
export interface StaleAges {
  /** For an object that comes whole, in one request. */
  wholeOlderThanMs: number;
  /** For one that comes in parts, since its newest part. */
  partsOlderThanMs: number;
}

/**
 * Where bytes live. Keys and prefixes were checked before they come here.
 * Each call throws a Problem: `service-unavailable` when the store cannot be reached, `insufficient-storage` when it is full.
 */
export interface ObjectStore {
  /** Stores the body whole or not at all: an error of the body leaves nothing behind. The last of two writers wins. */
  put(key: string, body: AsyncIterable<Buffer>, options?: { sizeBytes?: number | undefined }): Promise<StoredObject>;
  head(key: string): Promise<StoredObject | null>;
  open(key: string): Promise<OpenObject | null>;
  /** Also ends unfinished uploads of this key, whole or in parts. Removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** Every key that starts with a prefix such as `hls/ID/`, in no order. */
  list(prefix: string): Promise<string[]>;
  /** Removes all of them, with their unfinished uploads. */
  removePrefix(prefix: string): Promise<void>;
  parts: PartUploads;
  /** Removes what uploads have left behind. Resolves with how many there were. */
  removeStaleUploads(ages: StaleAges): Promise<number>;
  /** What may still be stored; null where nobody knows a limit. */
  freeBytes(): Promise<number | null>;
  /** Resolves when objects can be read and written. */
  check(): Promise<void>;
  close(): Promise<void>;
}
