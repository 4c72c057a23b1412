import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Problem } from './problem.js';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Compares with every token, in the same time whichever it is: digests have one length, and none ends the search. */
function findCaller(known: [string, Buffer][], token: string): string | undefined {
  const given = digest(token);
  return known.filter(([, expected]) => timingSafeEqual(given, expected))[0]?.[0];
}

/**
 * Lets only a service with one of the tokens on (RFC 6750), and remembers in `res.locals.caller` which it is.
 * @param tokens by the name of the service
 */
export function authenticateServices(tokens: Record<string, string>): RequestHandler {
  const known = Object.entries(tokens).map(([caller, token]): [string, Buffer] => [caller, digest(token)]);
  return (req, res, next) => {
    const token = /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
    const caller = token === undefined ? undefined : findCaller(known, token);
    if (!caller) {
      throw new Problem('unauthenticated', 'Only the services of this site may call here, each with its own token.', {
        headers: { 'WWW-Authenticate': 'Bearer' },
      });
    }
    res.locals.caller = caller;
    next();
  };
}
