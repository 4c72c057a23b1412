import type { Readable } from 'node:stream';

export interface Stored {
  sizeBytes: number;
  etag: string;
}

export interface StoredPart extends Stored {
  number: number;
}

/** What a store of objects must be able to do to be held to the contract. */
export interface ContractStore {
  put(key: string, body: AsyncIterable<Buffer>, options?: { sizeBytes?: number }): Promise<Stored>;
  head(key: string): Promise<Stored | null>;
  open(
    key: string,
  ): Promise<
    (Stored & { read(range: { first: number; last: number }): Promise<Readable>; close(): Promise<void> }) | null
  >;
  remove(key: string): Promise<void>;
  list(prefix: string): Promise<string[]>;
  removePrefix(prefix: string): Promise<void>;
  parts: {
    begin(key: string): Promise<string>;
    put(
      key: string,
      uploadId: string,
      place: { number: number; offsetBytes: number },
      bytes: Buffer,
    ): Promise<{ etag: string }>;
    complete(key: string, uploadId: string, parts: StoredPart[]): Promise<Stored>;
    abandon(key: string, uploadId: string): Promise<void>;
  };
  removeStaleUploads(ages: { wholeOlderThanMs: number; partsOlderThanMs: number }): Promise<number>;
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface ContractSetup {
  store: ContractStore;
  /** Names of what unfinished uploads hold at this moment, looked up past the store. */
  unfinished(): Promise<string[]>;
}
