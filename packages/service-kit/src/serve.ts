import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from './logger.js';
import { answerUnreadable } from './unreadable-requests.js';

interface ServeOptions {
  host: string;
  /** 0 picks a free port. */
  port: number;
  log: Logger;
  /** Takes over a connection that asks for another protocol. Without it such a request is answered like any other. */
  onUpgrade?: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** A connection above this number is closed at once. */
  maxConnections?: number;
  /** A longer header (with the address) is answered with 431. */
  headerMaxBytes?: number;
  /** A client that has not sent its whole header after this time is answered with 408 and cut off. */
  headersTimeoutMs?: number;
}

const DEFAULT_HEADERS_TIMEOUT_MS = 20_000;
/** How often Node looks for clients that are too slow. */
const SLOW_CLIENT_CHECK_MS = 5_000;
/** Longer than a proxy keeps an idle connection, so that the proxy is the one to close it. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
/** How long running requests may go on after a stop was asked for. */
const DRAIN_TIMEOUT_MS = 8_000;
/** While stopping: how often connections are closed whose last request has ended. */
const IDLE_CHECK_MS = 100;

export interface RunningServer {
  server: Server;
  port: number;
  /** Takes no new connections, lets running requests end, then closes. */
  close(): Promise<void>;
}

/**
 * Listens. There is no limit on the length of a whole request, because an upload may take hours; a silent socket is
 * bounded by the routes that read from it.
 */
export async function serve(handler: RequestListener, options: ServeOptions): Promise<RunningServer> {
  const { host, port, log, onUpgrade, maxConnections, headerMaxBytes } = options;
  const { headersTimeoutMs = DEFAULT_HEADERS_TIMEOUT_MS } = options;
  const server = createServer(
    {
      requestTimeout: 0,
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: Math.min(SLOW_CLIENT_CHECK_MS, headersTimeoutMs),
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      ...(headerMaxBytes === undefined ? {} : { maxHeaderSize: headerMaxBytes }),
    },
    handler,
  );
  if (maxConnections !== undefined) server.maxConnections = maxConnections;
  answerUnreadable(server);
  const endless = endlessConnections(server, onUpgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const actualPort = (server.address() as AddressInfo).port;
  log.info({ port: actualPort }, 'listening');
  return { server, port: actualPort, close: () => closeServer(server, endless) };
}

/**
 * Connections that no request will end: upgraded ones, and those on which nothing was ever said, as browsers open them in
 * advance. Node's own list of idle connections has neither.
 */
function endlessConnections(server: Server, onUpgrade: ServeOptions['onUpgrade']): () => Duplex[] {
  const silent = new Set<Socket>();
  const upgraded = new Set<Duplex>();
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', (req) => silent.delete(req.socket));
  if (onUpgrade) {
    server.on('upgrade', (req, socket, head) => {
      upgraded.add(socket);
      socket.once('close', () => upgraded.delete(socket));
      onUpgrade(req, socket, head);
    });
  }
  return () => [...upgraded, ...[...silent].filter((socket) => socket.bytesRead === 0)];
}

async function closeServer(server: Server, endless: () => Duplex[]): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of endless()) socket.destroy();
  server.closeIdleConnections();
  const becomeIdle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_TIMEOUT_MS);
  await closed;
  clearInterval(becomeIdle);
  clearTimeout(cut);
}
