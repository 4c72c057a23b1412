import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from './logger.js';

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
}

/** A client that sends no complete header for this long is cut off. */
const HEADERS_TIMEOUT_MS = 20_000;
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
  const server = createServer(
    {
      requestTimeout: 0,
      headersTimeout: HEADERS_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      ...(headerMaxBytes === undefined ? {} : { maxHeaderSize: headerMaxBytes }),
    },
    handler,
  );
  if (maxConnections !== undefined) server.maxConnections = maxConnections;
  const upgraded = onUpgrade ? passUpgrades(server, onUpgrade) : new Set<Duplex>();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const actualPort = (server.address() as AddressInfo).port;
  log.info({ port: actualPort }, 'listening');
  return { server, port: actualPort, close: () => closeServer(server, upgraded) };
}

function passUpgrades(server: Server, onUpgrade: NonNullable<ServeOptions['onUpgrade']>): Set<Duplex> {
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (req, socket, head) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    onUpgrade(req, socket, head);
  });
  return upgraded;
}

/** An upgraded connection has no end of its own and stands in no list of Node's: it is ended at once. */
async function closeServer(server: Server, upgraded: Set<Duplex>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of upgraded) socket.destroy();
  server.closeIdleConnections();
  const becomeIdle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_TIMEOUT_MS);
  await closed;
  clearInterval(becomeIdle);
  clearTimeout(cut);
}
