import { Problem, requestSite } from '@kinora/service-kit';
import type { RequestHandler } from 'express';

/** Another site must not log a person in (as somebody else) or out. */
export const requireOwnOrigin: RequestHandler = (req, _res, next) => {
  const site = requestSite(req.headers);
  if (site === 'cross-site' || site === 'same-site') {
    throw new Problem('cross-site-request', 'Logging in and out works only from the pages of this site.');
  }
  next();
};
