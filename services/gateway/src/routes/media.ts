import type { IncomingMessage } from 'node:http';
import { Problem } from '@kinora/service-kit';
import type { Request, RequestHandler } from 'express';
import { type MediaTarget, mediaCacheControl, mediaTarget } from '../domain/media.js';
import { useOwnCredential } from '../domain/request-headers.js';
import { pathOf } from '../domain/request-target.js';
import { upgradeOf } from '../upgrade.js';

interface MediaDeps {
  proxies: Record<MediaTarget['service'], RequestHandler>;
  fileToken: string;
  playbackSecret: string;
}

/** Playlists and segments, for whoever holds the token of their video. */
export const mediaRoute =
  ({ proxies, fileToken, playbackSecret }: MediaDeps): RequestHandler =>
  (req, res, next) => {
    if (!req.url.startsWith('/media/') || upgradeOf(req)) return next();
    res.locals.routePattern = '/media/**';
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      throw new Problem('method-not-allowed', 'Media can only be read.', { headers: { Allow: 'GET, HEAD' } });
    }
    const { service, path } = mediaTarget(pathOf(req.url), playbackSecret);
    req.url = path;
    if (service === 'file-svc') useOwnCredential(req.headers, fileToken);
    proxies[service](req, res, next);
  };

/** Players of this site only: no header opens media to the scripts or elements of another one. */
export function setMediaHeaders(response: IncomingMessage, req: Request): void {
  const { headers, statusCode = 500 } = response;
  for (const name of Object.keys(headers)) if (name.startsWith('access-control-')) delete headers[name];
  delete headers['set-cookie'];
  headers['cache-control'] = mediaCacheControl(req.url, statusCode);
  headers['cross-origin-resource-policy'] = 'same-origin';
  headers['x-content-type-options'] = 'nosniff';
}
