import { createSecretKey, type KeyObject } from 'node:crypto';
import {
  mediaPathOf,
  PLAYBACK_AUDIENCE,
  PLAYBACK_ISSUER,
  type PlaybackClaims,
  playbackClaimsSchema,
} from '@kinora/contracts';
import jwt from 'jsonwebtoken';
import { Problem } from './problem.js';

/** Tokens of one window are identical, so that a reload finds the segments in the browser's cache. */
const WINDOW_SECONDS = 3_600;
/** Long enough for the longest film with pauses. */
export const PLAYBACK_TTL_SECONDS = 12 * 3_600;

const keys = new Map<string, KeyObject>();

/** Made once: jsonwebtoken takes a text for a key in PEM first, each time, and that takes far longer than to sign. */
function keyOf(secret: string): KeyObject {
  const key = keys.get(secret) ?? createSecretKey(secret, 'utf8');
  keys.set(secret, key);
  return key;
}

/** Opens the media of one video for 11 to 12 hours. */
export function signPlaybackToken(
  videoId: string,
  secret: string,
  nowSeconds = Math.floor(Date.now() / 1_000),
): string {
  const windowStart = nowSeconds - (nowSeconds % WINDOW_SECONDS);
  return jwt.sign({ iat: windowStart, exp: windowStart + PLAYBACK_TTL_SECONDS }, keyOf(secret), {
    algorithm: 'HS256',
    issuer: PLAYBACK_ISSUER,
    audience: PLAYBACK_AUDIENCE,
    subject: videoId,
  });
}

/** @throws Error when the token is altered, expired, unsigned, or made for something else */
export function verifyPlaybackToken(token: string, secret: string): PlaybackClaims {
  return playbackClaimsSchema.parse(
    jwt.verify(token, keyOf(secret), { algorithms: ['HS256'], issuer: PLAYBACK_ISSUER, audience: PLAYBACK_AUDIENCE }),
  );
}

const invalidToken = (cause?: unknown): Problem =>
  new Problem('playback-token-invalid', 'Please open the page of the video again to go on watching.', { cause });

/** @throws Problem `playback-token-invalid` when the token does not open this video */
export function requirePlaybackToken(token: string, videoId: string, secret: string): void {
  try {
    if (verifyPlaybackToken(token, secret).sub === videoId) return;
  } catch (cause) {
    throw invalidToken(cause);
  }
  throw invalidToken();
}

/** Address of an object that viewers load, such as `hls/ID/1/main.m3u8`, with a token for that id. */
export function mediaUrl(objectKey: string, secret: string): string {
  const path = mediaPathOf(objectKey);
  const [id = ''] = path.split('/');
  return `/media/${signPlaybackToken(id, secret)}/${path}`;
}
