import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from '@kinora/service-kit';
import type { RequestHandler } from 'express';
import type { Caller } from '../domain/grants.js';

export type CallerTokens = Record<Caller, string>;

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Compares with every token, in the same time whichever it is: digests have one length, and none ends the search. */
function findCaller(known: [Caller, Buffer][], token: string): Caller | undefined {
  const given = digest(token);
  return known.filter(([, expected]) => timingSafeEqual(given, expected))[0]?.[0];
}

/** Lets only a service with one of the tokens on, and remembers which it is. */
export function authenticate(tokens: CallerTokens): RequestHandler {
  const known = Object.entries(tokens).map(([caller, token]) => [caller as Caller, digest(token)] as [Caller, Buffer]);
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
