import { z } from 'zod';
import { videoIdSchema } from './video.js';

/** The cookie that carries the login token. */
export const AUTH_COOKIE = 'auth_token';

export const AUTH_ISSUER = 'kinora-auth';
export const AUTH_AUDIENCE = 'kinora';
/** Where auth-svc publishes its public keys (RFC 7517). */
export const JWKS_PATH = '/.well-known/jwks.json';

export const authClaimsSchema = z.object({
  /** The account's id: owner of what it uploads. */
  sub: z.string().min(1).max(64),
  /** The name to show. */
  name: z.string(),
});
export type AuthClaims = z.infer<typeof authClaimsSchema>;

export const PLAYBACK_ISSUER = 'kinora-playback';
export const PLAYBACK_AUDIENCE = 'kinora-media';

export const playbackClaimsSchema = z.object({
  /** The one video that the token opens. */
  sub: videoIdSchema,
});
export type PlaybackClaims = z.infer<typeof playbackClaimsSchema>;
