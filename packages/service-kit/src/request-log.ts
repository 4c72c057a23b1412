import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';
import type { Logger } from './logger.js';

export const REQUEST_ID_HEADER = 'x-request-id';
const REQUEST_ID = /^[\w-]{8,64}$/;

interface RequestLogOptions {
  /** False at the edge, where a client could choose the id. */
  trustIncomingId: boolean;
}

/** The playback token in a media address is a credential: it does not belong in a log. */
const withoutToken = (url: string): string => url.replace(/^\/media\/[^/]+/, '/media/[token]').replace(/\?.*$/, '');

/** Gives each request an id, answers with it, and logs one line when the request ends. Health checks are not logged. */
export const requestLog = (log: Logger, { trustIncomingId }: RequestLogOptions): RequestHandler =>
  pinoHttp({
    logger: log,
    genReqId: (req, res) => {
      const incoming = req.headers[REQUEST_ID_HEADER];
      const id = trustIncomingId && typeof incoming === 'string' && REQUEST_ID.test(incoming) ? incoming : randomUUID();
      req.headers[REQUEST_ID_HEADER] = id;
      res.setHeader(REQUEST_ID_HEADER, id);
      return id;
    },
    autoLogging: { ignore: (req) => /^\/(healthz|readyz|metrics)$/.test(req.url ?? '') },
    serializers: {
      req: (req: { id: string; method: string; url: string }) => ({
        id: req.id,
        method: req.method,
        url: withoutToken(req.url),
      }),
      res: (res: { statusCode: number }) => ({ statusCode: res.statusCode }),
    },
  });
