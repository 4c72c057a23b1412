import type { Readable } from 'node:stream';
import type { ByteRange } from './byte-range.js';

/** `etag` is quoted and strong (RFC 9110 section 8.8.3): other bytes under the same key get another one. */
export interface StoredObject {
  sizeBytes: number;
  etag: string;
}

/** One state of an object, to be read or let go. What is read belongs to this state, whatever is stored meanwhile. */
export interface OpenObject extends StoredObject {
  /** The reader counts what comes: a store that breaks off may end the stream early instead of failing it. */
  read(range: ByteRange): Promise<Readable>;
  /** Needed when nothing was read. */
  close(): Promise<void>;
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
  /** Also ends unfinished uploads of this key. Removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** Every key that starts with a prefix such as `hls/ID/`, in no order. */
  list(prefix: string): Promise<string[]>;
  /** Removes all of them, with their unfinished uploads. */
  removePrefix(prefix: string): Promise<void>;
  /** Removes what uploads have left behind that nobody went on with for so long. Resolves with how many there were. */
  removeStaleUploads(olderThanMs: number): Promise<number>;
  /** Resolves when objects can be read and written. */
  check(): Promise<void>;
  close(): Promise<void>;
}
