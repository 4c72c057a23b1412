import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { AUTH_AUDIENCE, AUTH_COOKIE, AUTH_ISSUER, type AuthClaims, authClaimsSchema } from '@kinora/contracts';
import cookieParser from 'cookie-parser';
import { type Request, type RequestHandler, Router } from 'express';
import jwt from 'jsonwebtoken';
import { Problem, unavailable } from './problem.js';

const FETCH_TIMEOUT_MS = 3_000;
/** An unknown `kid` asks auth-svc again, but not more often than this: anyone can make up a `kid`. */
const MIN_REFRESH_MS = 10_000;

export type TokenVerifier = (token: string) => Promise<AuthClaims>;

type JwkWithId = JsonWebKey & { kid: string };

async function fetchKeys(jwksUrl: string): Promise<Map<string, KeyObject>> {
  const response = await fetch(jwksUrl, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`JWKS answered ${response.status}`);
  const { keys } = (await response.json()) as { keys: JwkWithId[] };
  return new Map(keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
}

/** Finds a public key by its id. Many requests that miss one share a single question to auth-svc. */
function createKeySource(jwksUrl: string): (kid: string) => Promise<KeyObject | undefined> {
  let keys = new Map<string, KeyObject>();
  let askedAt = 0;
  let asking: Promise<void> | undefined;

  const ask = (): Promise<void> => {
    asking ??= fetchKeys(jwksUrl)
      .then((fetched) => {
        keys = fetched;
      })
      .finally(() => {
        askedAt = Date.now();
        asking = undefined;
      });
    return asking;
  };

  return async (kid) => {
    const mayAsk = keys.size === 0 || asking || Date.now() - askedAt > MIN_REFRESH_MS;
    if (!keys.has(kid) && mayAsk) {
      await ask().catch((error: unknown) => {
        if (keys.size === 0) throw unavailable('The login service', error);
      });
    }
    return keys.get(kid);
  };
}

/**
 * Verifies login tokens with auth-svc's public keys (RFC 7517), which are fetched once and kept: a running service goes on
 * while auth-svc is away.
 * @throws Problem `service-unavailable` when the keys were never fetched; any other error means the token is not valid
 */
export function createTokenVerifier(jwksUrl: string): TokenVerifier {
  const keyFor = createKeySource(jwksUrl);

  return async (token) => {
    const kid = jwt.decode(token, { complete: true })?.header.kid;
    const key = kid && (await keyFor(kid));
    if (!key) throw new Error('no such key');
    const claims = jwt.verify(token, key, {
      algorithms: ['ES256'],
      issuer: AUTH_ISSUER,
      audience: AUTH_AUDIENCE,
    });
    return authClaimsSchema.parse(claims);
  };
}

/** Reads the login, if there is one, into `req.user`. A token that is not valid counts as none. */
export function readLogin(verify: TokenVerifier): Router {
  const router = Router();
  router.use(cookieParser(), async (req, _res, next) => {
    const token: unknown = req.cookies[AUTH_COOKIE];
    if (typeof token === 'string') {
      req.user = await verify(token).catch((error: unknown) => {
        if (error instanceof Problem) throw error;
        return undefined;
      });
    }
    next();
  });
  return router;
}

/** The login page, with the way back. */
export const loginUrl = (returnTo: string): string => `/auth/login?redirect=${encodeURIComponent(returnTo)}`;

/** A page is read, is no part of the API, and was not asked for as JSON. */
const asksForPage = (req: Request): boolean =>
  (req.method === 'GET' || req.method === 'HEAD') &&
  !req.originalUrl.startsWith('/api/') &&
  req.accepts(['html', 'json']) === 'html';

/** Lets only a logged-in person on: 303 to the login page for a page, 401 for the API. */
export const requireLogin: RequestHandler = (req, res, next) => {
  if (req.user) next();
  else if (asksForPage(req)) res.redirect(303, loginUrl(req.originalUrl));
  else throw new Problem('unauthenticated', 'Please log in and try again.');
};

declare global {
  namespace Express {
    interface Request {
      user?: AuthClaims | undefined;
    }
  }
}
