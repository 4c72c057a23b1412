import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { AUTH_AUDIENCE, AUTH_ISSUER, authClaimsSchema } from '@kinora/contracts';
import type { TokenVerifier } from '@kinora/service-kit';
import jwt from 'jsonwebtoken';
import type { Account } from './accounts.js';

interface PublicJwk extends JsonWebKey {
  kid: string;
  use: 'sig';
  alg: 'ES256';
}

/** Signs logins, and proves them to whoever asks with the public half of the key. */
export interface LoginTokens {
  sign(account: Account): string;
  verify: TokenVerifier;
  /** RFC 7517, without the private half. */
  publicJwk: PublicJwk;
}

/** The key's id by its content: members in this order, no spaces (RFC 7638 section 3). */
const thumbprint = ({ crv, kty, x, y }: JsonWebKey): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

export function createLoginTokens(privateKey: KeyObject, ttlSeconds: number): LoginTokens {
  const publicKey = createPublicKey(privateKey);
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = thumbprint(jwk);
  const names = { issuer: AUTH_ISSUER, audience: AUTH_AUDIENCE };

  return {
    sign: ({ id, name }) =>
      jwt.sign({ name }, privateKey, {
        ...names,
        algorithm: 'ES256',
        keyid: kid,
        subject: id,
        expiresIn: ttlSeconds,
      }),
    verify: async (token) => authClaimsSchema.parse(jwt.verify(token, publicKey, { ...names, algorithms: ['ES256'] })),
    publicJwk: { ...jwk, kid, use: 'sig', alg: 'ES256' },
  };
}
