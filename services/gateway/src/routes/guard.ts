import { changesState, Problem, requestSite } from '@kinora/service-kit';
import type { Request, RequestHandler } from 'express';
import { cleanHeaders } from '../domain/request-headers.js';
import { checkTarget } from '../domain/request-target.js';
import { upgradeOf } from '../upgrade.js';

/** With neither length nor chunks http-proxy would send such a body as if it were the next request. */
const refuseUnframedBody = (req: Request): void => {
  const hasNoLength = req.headers['transfer-encoding'] !== undefined;
  if (hasNoLength && (req.method === 'DELETE' || req.method === 'OPTIONS')) {
    throw new Problem('bad-request', `A ${req.method} request takes no body here.`);
  }
};

/** WebSockets are not bound to one origin by the browser, so that they count as changing something. */
const refuseOtherSites = (req: Request, isUpgrade: boolean): void => {
  const mayChange = changesState(req.method) || isUpgrade;
  if (mayChange && requestSite(req.headers) === 'cross-site') {
    throw new Problem('cross-site-request', 'Changes can be made only from the pages of this site.');
  }
};

const refuseOtherProtocols = (req: Request): void => {
  if (req.method !== 'GET' || req.headers.upgrade?.toLowerCase() !== 'websocket') {
    throw new Problem('bad-request', 'A connection can be upgraded to a WebSocket only.');
  }
};

/** What holds for every request before anything else looks at it. */
export const guard =
  (urlMaxChars: number): RequestHandler =>
  (req, _res, next) => {
    checkTarget(req.url, urlMaxChars);
    refuseUnframedBody(req);
    const isUpgrade = upgradeOf(req) !== undefined;
    if (isUpgrade) refuseOtherProtocols(req);
    cleanHeaders(req.headers, { ip: req.ip ?? '', protocol: req.protocol, host: req.host, isUpgrade });
    refuseOtherSites(req, isUpgrade);
    next();
  };
