import { Problem, unavailable } from '@kinora/service-kit';
import { Agent, type Dispatcher, request } from 'undici';

export interface ConnectionOptions {
  baseUrl: string;
  /** The credential by which file-svc knows this service. */
  token: string;
}

/** file-svc answered, but not as asked. */
export class FileServiceError extends Error {
  constructor(
    readonly status: number,
    what: string,
    detail?: string,
  ) {
    super(`file-svc answered ${status} to ${what}${detail ? `: ${detail}` : ''}`);
  }
}

/** The words of a problem document (RFC 9457); none of a body that is something else. */
function detailOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { detail?: string }).detail;
  } catch {
    return undefined;
  }
}

/** RFC 4918 section 11.5. */
const INSUFFICIENT_STORAGE = 507;
const NO_ROOM = 'The store of this site is full. Please tell its operator, and try again later.';

const HEADERS_TIMEOUT_MS = 60_000;
const BODY_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 5_000;

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
type Extra = Pick<Dispatcher.RequestOptions, 'body' | 'headersTimeout'> & {
  headers?: Record<string, string>;
  query?: Record<string, string | number>;
  signal?: AbortSignal | undefined;
};

/** How requests reach file-svc, and what its refusals become. */
export interface Connection {
  send(method: Method, path: string, extra?: Extra): Promise<Dispatcher.ResponseData>;
  /** Reads the body of a refusal. @throws Problem `insufficient-storage` or `service-unavailable`, or else a FileServiceError */
  expectStatus(response: Dispatcher.ResponseData, what: string, ...allowed: number[]): Promise<void>;
  close(): Promise<void>;
}

export function createConnection({ baseUrl, token }: ConnectionOptions): Connection {
  const agent = new Agent({
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: BODY_TIMEOUT_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  });
  return {
    async send(method, path, { headers, ...extra } = {}) {
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
    },

    async expectStatus(response, what, ...allowed) {
      if (allowed.includes(response.statusCode)) return;
      const text = await response.body.text().catch(() => '');
      const error = new FileServiceError(response.statusCode, what, detailOf(text));
      if (response.statusCode === INSUFFICIENT_STORAGE)
        throw new Problem('insufficient-storage', NO_ROOM, { cause: error });
      throw response.statusCode >= 500 ? unavailable('The storage', error) : error;
    },

    close: () => agent.destroy(),
  };
}
