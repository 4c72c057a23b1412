import { createHmac, hkdfSync } from 'node:crypto';
import { Problem } from '@kinora/service-kit';

/** What became of the video that a request made. Null: no request made it yet. */
export type CreationState = 'arriving' | 'arrived' | 'gone' | null;

/** The video that a request makes, or has made when it came before. */
export interface Creation {
  id: string;
  isRepeated: boolean;
  /** Whether the request that made it is still sending its file. */
  isArriving: boolean;
}

const KEY = /^[\x21-\x7e][\x20-\x7e]{0,254}$/;
/** So often one key may name a creation that came to nothing. */
const MAX_ATTEMPTS = 100;
const SECRET_BYTES = 32;
const UUID_VERSION = 0x80;
const UUID_VARIANT = 0x80;

/** A secret for this purpose alone, from one that has another (HKDF, RFC 5869). */
export const creationSecret = (playbackSecret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', playbackSecret, '', 'kinora: ids of creations', SECRET_BYTES));

/**
 * The id that a key stands for: the same for the same person, the same key and the same attempt, and not to be guessed by
 * others.
 * @returns a UUID of version 8 (RFC 9562 section 5.8)
 */
export function creationId(secret: Buffer, ownerId: string, key: string, attempt: number): string {
  const bytes = createHmac('sha256', secret)
    .update(JSON.stringify([ownerId, key, attempt]))
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | UUID_VERSION;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | UUID_VARIANT;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * Finds what a request with an `Idempotency-Key` makes. A creation that came to nothing does not count: the next request
 * begins anew.
 * @throws Problem `bad-request` for a key that is none
 */
export async function findCreation(
  key: string,
  idOf: (attempt: number) => string,
  stateOf: (id: string) => Promise<CreationState>,
): Promise<Creation> {
  if (!KEY.test(key)) throw new Problem('bad-request', 'An Idempotency-Key has 1 to 255 visible ASCII characters.');
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const id = idOf(attempt);
    const state = await stateOf(id);
    if (state !== 'gone') return { id, isRepeated: state !== null, isArriving: state === 'arriving' };
  }
  throw new Problem('conflict', 'What this Idempotency-Key made has failed too often. Please take another key.');
}
