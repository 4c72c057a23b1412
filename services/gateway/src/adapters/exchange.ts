import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';

export interface ProxyLimits {
  connectTimeoutMs: number;
  /** Silence before the first byte of the answer, where something is only read. */
  readTimeoutMs: number;
  /** Silence between the last byte of a request that changes something and the first of the answer. */
  responseTimeoutMs: number;
  /** Silence while bytes should move, in either direction. */
  idleTimeoutMs: number;
}

/** A service took longer than it may. */
export class ServiceTooSlow extends Error {}

const isEventStream = (response: IncomingMessage): boolean =>
  response.headers['content-type']?.startsWith('text/event-stream') ?? false;

function boundConnecting(upstream: ClientRequest, connectTimeoutMs: number): void {
  const { socket } = upstream;
  if (!socket?.connecting) return;
  const timer = setTimeout(() => {
    upstream.destroy(Object.assign(new Error('could not connect in time'), { code: 'ETIMEDOUT' }));
  }, connectTimeoutMs);
  const stop = () => clearTimeout(timer);
  socket.once('connect', stop).once('close', stop);
}

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

function boundSilence(upstream: ClientRequest, req: IncomingMessage, limits: ProxyLimits): void {
  upstream.setTimeout(limits.idleTimeoutMs);
  upstream.once('finish', () => upstream.setTimeout(isRead(req) ? limits.readTimeoutMs : limits.responseTimeoutMs));
  upstream.once('response', (response) => upstream.setTimeout(isEventStream(response) ? 0 : limits.idleTimeoutMs));
  upstream.on('timeout', () => {
    const clientIsSilent = !req.complete && !upstream.writableNeedDrain;
    if (clientIsSilent) req.socket.destroy();
    upstream.destroy(new ServiceTooSlow('no sign of life'));
  });
}

/** An answer that breaks off must not look like one that ended, and neither side must be held when the other is gone. */
function tieEnds(upstream: ClientRequest, req: IncomingMessage, res: ServerResponse): void {
  upstream.once('response', (response) => {
    response.once('close', () => {
      if (!response.complete) res.destroy();
    });
  });
  res.once('close', () => {
    if (!res.writableFinished) upstream.destroy();
  });
  res.once('finish', () => {
    if (!req.complete) upstream.destroy();
  });
}

/**
 * Adds to one proxied request what http-proxy does not do by itself. The header goes ahead of the first byte of a body: a service may refuse by
 * the announced length alone.
 */
export function superviseExchange(
  upstream: ClientRequest,
  req: IncomingMessage,
  res: ServerResponse,
  limits: ProxyLimits,
): void {
  boundConnecting(upstream, limits.connectTimeoutMs);
  boundSilence(upstream, req, limits);
  tieEnds(upstream, req, res);
  if (!req.complete) upstream.flushHeaders();
}
