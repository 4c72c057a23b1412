import { Agent, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Problem, unavailable } from '@kinora/service-kit';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { upgradeOf } from '../upgrade.js';
import { type ProxyLimits, ServiceTooSlow, superviseExchange } from './exchange.js';

interface ServiceProxyOptions {
  /** What a person calls the service, such as `The studio`. */
  title: string;
  url: string;
  limits: ProxyLimits;
  /** May change the headers of an answer before they are sent. */
  onResponse?: (response: IncomingMessage, req: Request) => void;
}

/** Idle connections to a service are closed before the service does it (it waits longer). */
const IDLE_CONNECTION_MS = 30_000;

const problemOf = (error: Error, title: string): Problem =>
  error instanceof ServiceTooSlow ? unavailable(title, error, 'does not answer') : unavailable(title, error);

/** False when the whole answer was passed on, or nobody is there to read one. */
const isStillAsked = (req: IncomingMessage, answer: ServerResponse | Socket): boolean =>
  !req.socket.destroyed && !answer.writableEnded;

/** The answer's connection is the client's, not the service's. */
function setConnection(response: IncomingMessage, res: ServerResponse): void {
  delete response.headers['keep-alive'];
  response.headers.connection = res.shouldKeepAlive ? 'keep-alive' : 'close';
}

/** http-proxy writes this answer to the bare socket, without chunks. */
function endAfterRefusedUpgrade(upstream: ClientRequest): void {
  upstream.prependOnceListener('response', (response) => {
    delete response.headers['transfer-encoding'];
    response.headers.connection = 'close';
  });
}

/** http-proxy hears of errors and clean ends only, not of a socket that was destroyed. */
function closeTogether(one: Socket, other: Socket): void {
  one.once('close', () => other.destroy());
  other.once('close', () => one.destroy());
}

/** Passes a request on to one service as it came; nothing is taken off the path. */
export function createServiceProxy({ title, url, limits, onResponse }: ServiceProxyOptions): RequestHandler {
  const nextOf = new WeakMap<IncomingMessage, NextFunction>();
  const proxy = createProxyMiddleware<Request, Response>({
    target: url,
    toProxy: true,
    agent: new Agent({ keepAlive: true, timeout: IDLE_CONNECTION_MS }),
    on: {
      proxyReq: (upstream, req, res) => superviseExchange(upstream, req, res, limits),
      proxyReqWs: (upstream, req, clientSocket) => {
        upstream.setTimeout(limits.readTimeoutMs, () => upstream.destroy(new ServiceTooSlow('no handshake')));
        endAfterRefusedUpgrade(upstream);
        upstream.prependOnceListener('upgrade', (_response, serviceSocket) => {
          upgradeOf(req)?.release();
          closeTogether(clientSocket, serviceSocket);
        });
      },
      proxyRes: (response, req, res) => {
        setConnection(response, res);
        onResponse?.(response, req);
      },
      error: (error, req, res) => {
        if (isStillAsked(req, res)) nextOf.get(req)?.(problemOf(error, title));
      },
    },
  });

  return (req, res, next) => {
    nextOf.set(req, next);
    const upgrade = upgradeOf(req);
    if (upgrade) proxy.upgrade(req, upgrade.socket as Socket, upgrade.head);
    else void proxy(req, res, next);
  };
}
