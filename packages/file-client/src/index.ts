import type { Readable } from 'node:stream';
import { type ConnectionOptions, createConnection, FileServiceError } from './connection.js';
import { type PartUploads, partUploads } from './part-uploads.js';
import type { StoredObject } from './stored-object.js';

export { FileServiceError } from './connection.js';
export { type PartUploads, type UploadedPart, UploadNotFound } from './part-uploads.js';
export type { StoredObject } from './stored-object.js';

/** Inclusive, as in HTTP (RFC 9110 section 14.1.2). Without `last` the range goes to the end. */
export interface ByteRange {
  first: number;
  last?: number;
}

export interface FileClient {
  /** Stores a stream whole or not at all. `sizeBytes`, where known, is checked against what arrived. */
  put(
    key: string,
    body: Readable | Buffer,
    options?: { sizeBytes?: number; signal?: AbortSignal },
  ): Promise<StoredObject>;
  /** @throws ObjectNotFound */
  get(key: string, options?: { range?: ByteRange; signal?: AbortSignal }): Promise<StoredObject & { body: Readable }>;
  /** The whole of a small object that is text. Null when there is no such object. */
  getText(key: string): Promise<string | null>;
  /** Null when there is no such object. */
  head(key: string): Promise<StoredObject | null>;
  /** Also ends unfinished uploads of this key, whole or in parts. Removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** Keys of every object under a prefix such as `hls/ID/`, in no order. */
  list(prefix: string): Promise<string[]>;
  /** Removes every object under a prefix such as `hls/ID/`. */
  removePrefix(prefix: string): Promise<void>;
  /** Objects that come in parts. */
  parts: PartUploads;
  /** The bytes that the store has room for; null where it has no limit that it knows of. */
  space(): Promise<{ freeBytes: number | null }>;
  /** Resolves when file-svc answers and can reach its store. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export class ObjectNotFound extends Error {
  constructor(readonly key: string) {
    super(`no object ${key}`);
  }
}

const describe = (headers: Record<string, string | string[] | undefined>): StoredObject => ({
  sizeBytes: Number(headers['content-length']),
  etag: String(headers.etag),
});

/** Talks to file-svc over HTTP. Every body but that of a part and that of a text is a stream; nothing else is kept in memory whole. */
export function createFileClient(options: ConnectionOptions): FileClient {
  const connection = createConnection(options);
  const { send, expectStatus, close } = connection;
  return {
    async put(key, body, { sizeBytes, signal } = {}) {
      const length: Record<string, string> = sizeBytes === undefined ? {} : { 'content-length': String(sizeBytes) };
      const response = await send('PUT', `/objects/${key}`, { body, headers: length, signal });
      await expectStatus(response, `PUT ${key}`, 201);
      return (await response.body.json()) as StoredObject;
    },

    async get(key, { range, signal } = {}) {
      const headers: Record<string, string> = range ? { range: `bytes=${range.first}-${range.last ?? ''}` } : {};
      const response = await send('GET', `/objects/${key}`, { headers, signal });
      if (response.statusCode === 404) {
        await response.body.dump();
        throw new ObjectNotFound(key);
      }
      await expectStatus(response, `GET ${key}`, 200, 206);
      return { ...describe(response.headers), body: response.body };
    },

    async getText(key) {
      const response = await send('GET', `/objects/${key}`);
      await expectStatus(response, `GET ${key}`, 200, 404);
      const body = await response.body.text();
      return response.statusCode === 404 ? null : body;
    },

    async head(key) {
      const response = await send('HEAD', `/objects/${key}`);
      await expectStatus(response, `HEAD ${key}`, 200, 404);
      await response.body.dump();
      return response.statusCode === 404 ? null : describe(response.headers);
    },

    async remove(key) {
      const response = await send('DELETE', `/objects/${key}`);
      await expectStatus(response, `DELETE ${key}`, 204);
    },

    async list(prefix) {
      const response = await send('GET', '/objects', { query: { prefix } });
      await expectStatus(response, `GET ${prefix}*`, 200);
      return ((await response.body.json()) as { keys: string[] }).keys;
    },

    async removePrefix(prefix) {
      const response = await send('DELETE', '/objects', { query: { prefix } });
      await expectStatus(response, `DELETE ${prefix}*`, 204);
    },

    parts: partUploads(connection),

    async space() {
      const response = await send('GET', '/space');
      await expectStatus(response, 'GET /space', 200);
      return (await response.body.json()) as { freeBytes: number | null };
    },

    async ping() {
      const response = await send('GET', '/readyz');
      await response.body.dump();
      if (response.statusCode !== 200) throw new FileServiceError(response.statusCode, 'GET /readyz');
    },

    close,
  };
}
