import { isObjectKey, isObjectPrefix } from '@kinora/contracts';
import { Problem } from '@kinora/service-kit';
import type { Request, RequestHandler, Response } from 'express';
import { type Caller, isGranted, type Right, rightFor } from '../domain/grants.js';

/** @throws Problem `forbidden` */
export function requireGrant(res: Response, right: Right, keyOrPrefix: string): void {
  if (isGranted(res.locals.caller as Caller, right, keyOrPrefix)) return;
  throw new Problem('forbidden', 'The token of this service does not open this object for this method.');
}

/**
 * Reads the key from the address as it was sent: a key holds no character that would need an escape, so any escape, an
 * encoded slash too, makes the address a bad one.
 */
export const readKey =
  (rightOf: (method: string) => Right = rightFor): RequestHandler =>
  (req, res, next) => {
    const key = req.path.slice(1);
    if (!isObjectKey(key)) throw new Problem('bad-path', 'This is not the key of an object.');
    requireGrant(res, rightOf(req.method), key);
    res.locals.key = key;
    next();
  };

export const keyOf = (res: Response): string => res.locals.key as string;

/**
 * Only who may remove all under a prefix may ask what there is.
 * @throws Problem `bad-path` for a prefix that is missing or wider than one video
 */
export function readPrefix(req: Request, res: Response): string {
  const { prefix } = req.query;
  if (typeof prefix !== 'string' || !isObjectPrefix(prefix)) {
    throw new Problem('bad-path', 'The query must name a prefix such as hls/ID/.');
  }
  requireGrant(res, 'write', prefix);
  return prefix;
}
