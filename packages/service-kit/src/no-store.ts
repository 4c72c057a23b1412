import type { RequestHandler } from 'express';

/** For answers that are meant for one person, or true at this moment alone (RFC 9111 section 5.2.2.5). */
export const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
