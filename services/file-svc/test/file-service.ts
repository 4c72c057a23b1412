import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { createMetrics, serve } from '@kinora/service-kit';
import { silentLog } from '@kinora/testing';
import { onTestFinished } from 'vitest';
import { buildApp } from '../src/app.js';
import type { Caller } from '../src/domain/grants.js';
import type { ObjectStore } from '../src/domain/object-store.js';
import type { ReceiveLimits } from '../src/routes/receive.js';

const MIB = 1024 * 1024;
const LIMITS: ReceiveLimits = {
  objectMaxBytes: 64 * MIB,
  partMaxBytes: 16 * MIB,
  partMemoryMaxBytes: 64 * MIB,
  idleTimeoutMs: 10_000,
};

const token = () => randomBytes(24).toString('hex');

/** The service on a real port, for one test. */
export async function startFileService(store: ObjectStore, limits: Partial<ReceiveLimits> = {}) {
  const tokens: Record<Caller, string> = {
    ...{ 'upload-webapp': token(), transcoder: token() },
    ...{ 'streaming-webapp': token(), gateway: token() },
  };
  const app = buildApp({
    log: silentLog,
    metrics: createMetrics('test'),
    store,
    tokens,
    limits: { ...LIMITS, ...limits },
  });
  const server = await serve(app, { host: '127.0.0.1', port: 0, log: silentLog });
  onTestFinished(async () => {
    server.server.closeAllConnections();
    await server.close();
  });
  const url = `http://127.0.0.1:${server.port}`;
  const as = (caller: Caller) => ({ authorization: `Bearer ${tokens[caller]}` });
  return {
    url,
    port: server.port,
    as,
    call: (path: string, init: RequestInit & { caller?: Caller } = {}) => {
      const { caller = 'upload-webapp', headers, ...rest } = init;
      return fetch(`${url}${path}`, { ...rest, headers: { ...as(caller), ...headers } });
    },
    /** A socket on which the head of a request was sent as it stands, so that a test may break the rules. */
    raw: (requestLine: string, headers: Record<string, string> = {}, caller: Caller = 'upload-webapp') =>
      rawRequest(server.port, requestLine, { host: 'x', ...as(caller), ...headers }),
  };
}

export interface RawRequest {
  socket: Socket;
  /** What came back so far. */
  answer(): string;
  /** Resolves when the server closed the connection. */
  closed: Promise<void>;
}

function rawRequest(port: number, requestLine: string, headers: Record<string, string>): RawRequest {
  const socket = connect(port, '127.0.0.1');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${requestLine} HTTP/1.1\r\n${lines.join('')}\r\n`);
  let text = '';
  socket.on('data', (data) => {
    text += data.toString('latin1');
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  onTestFinished(() => void socket.destroy());
  return { socket, answer: () => text, closed };
}
