import { Problem } from '@kinora/service-kit';

const SHA_256 = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?:,|$)/;
const NAMES_SHA_256 = /(?:^|,)\s*sha-256\s*=/;

/**
 * The SHA-256 in hex that a client expects of the whole file (`Repr-Digest`, RFC 9530 section 3). Null without the header,
 * and where it has other algorithms only, which the RFC wants ignored.
 * @throws Problem `bad-request` for a SHA-256 that is none
 */
export function expectedSha256(header: string | undefined): string | null {
  if (header === undefined || !NAMES_SHA_256.test(header)) return null;
  const [, base64] = SHA_256.exec(header) ?? [];
  if (base64 === undefined) {
    throw new Problem('bad-request', 'Repr-Digest is written as sha-256=:BASE64: (RFC 9530).');
  }
  return Buffer.from(base64, 'base64').toString('hex');
}
