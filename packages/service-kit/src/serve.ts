import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from './logger.js';

interface ServeOptions {
  host: string;
  /** 0 picks a free port. */
  port: number;
  log: Logger;
}

/** A client that sends no complete header for this long is cut off. */
const HEADERS_TIMEOUT_MS = 20_000;
/** Longer than a proxy keeps an idle connection, so that the proxy is the one to close it. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
/** How long running requests may go on after a stop was asked for. */
const DRAIN_TIMEOUT_MS = 8_000;

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
export async function serve(handler: RequestListener, { host, port, log }: ServeOptions): Promise<RunningServer> {
  const server = createServer(
    { requestTimeout: 0, headersTimeout: HEADERS_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS },
    handler,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const actualPort = (server.address() as AddressInfo).port;
  log.info({ port: actualPort }, 'listening');
  return { server, port: actualPort, close: () => closeServer(server) };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_TIMEOUT_MS);
  await closed;
  clearTimeout(cut);
}
