import type { Readable } from 'node:stream';
import { Problem, unavailable } from '@kinora/service-kit';
import { Agent, type Dispatcher, request } from 'undici';

/** What file-svc says of a stored object. `etag` is quoted, as in HTTP. */
export interface StoredObject {
  sizeBytes: number;
  etag: string;
}

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
  /** Null when there is no such object. */
  head(key: string): Promise<StoredObject | null>;
  /** Also removes what a broken upload of this key left behind. Removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** Keys of every object under a prefix such as `hls/ID/`, in no order. */
  list(prefix: string): Promise<string[]>;
  /** Removes every object under a prefix such as `hls/ID/`. */
  removePrefix(prefix: string): Promise<void>;
  /** Resolves when file-svc answers and can reach its store. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export class ObjectNotFound extends Error {
  constructor(readonly key: string) {
    super(`no object ${key}`);
  }
}

/** file-svc answered, but not as asked. */
export class FileServiceError extends Error {
  constructor(
    readonly status: number,
    what: string,
  ) {
    super(`file-svc answered ${status} to ${what}`);
  }
}

interface FileClientOptions {
  baseUrl: string;
  /** The credential by which file-svc knows this service. */
  token: string;
}

/** RFC 4918 section 11.5. */
const INSUFFICIENT_STORAGE = 507;
const NO_ROOM = 'The store of this site is full. Please tell its operator, and try again later.';

const HEADERS_TIMEOUT_MS = 60_000;
const BODY_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 5_000;

type Method = 'GET' | 'HEAD' | 'PUT' | 'DELETE';
type Extra = Pick<Dispatcher.RequestOptions, 'body'> & {
  headers?: Record<string, string>;
  query?: Record<string, string>;
  signal?: AbortSignal | undefined;
};

const describe = (headers: Record<string, string | string[] | undefined>): StoredObject => ({
  sizeBytes: Number(headers['content-length']),
  etag: String(headers.etag),
});

/** Talks to file-svc over HTTP. Every body is a stream; nothing is kept in memory whole. */
export function createFileClient({ baseUrl, token }: FileClientOptions): FileClient {
  const agent = new Agent({
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: BODY_TIMEOUT_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  });

  async function send(method: Method, path: string, { headers, ...extra }: Extra = {}) {
    try {
      return await request(`${baseUrl}${path}`, {
        method,
        dispatcher: agent,
        headers: { authorization: `Bearer ${token}`, ...headers },
        ...extra,
      });
    } catch (error) {
      if (extra.signal?.aborted) throw extra.signal.reason;
      throw unavailable('The storage', error);
    }
  }

  async function expectStatus(response: Dispatcher.ResponseData, what: string, ...allowed: number[]) {
    if (allowed.includes(response.statusCode)) return;
    await response.body.dump();
    const error = new FileServiceError(response.statusCode, what);
    if (response.statusCode === INSUFFICIENT_STORAGE)
      throw new Problem('insufficient-storage', NO_ROOM, { cause: error });
    throw response.statusCode >= 500 ? unavailable('The storage', error) : error;
  }

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

    async head(key) {
      const response = await send('HEAD', `/objects/${key}`);
      await response.body.dump();
      if (response.statusCode === 404) return null;
      await expectStatus(response, `HEAD ${key}`, 200);
      return describe(response.headers);
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

    async ping() {
      const response = await send('GET', '/readyz');
      await response.body.dump();
      if (response.statusCode !== 200) throw new FileServiceError(response.statusCode, 'GET /readyz');
    },

    close: () => agent.destroy(),
  };
}
