import { createSHA256, type IHasher } from 'hash-wasm';
import type { Sha256 } from '../domain/resumable/sha256.js';

/** Node's own SHA-256 is quicker, but its state cannot be kept. */
export function createSha256(): Sha256 {
  const hasher = createSHA256();
  const from = (sha256: IHasher, state: Buffer | null) => (state === null ? sha256.init() : sha256.load(state));

  return {
    async append(state, bytes) {
      return Buffer.from(
        from(await hasher, state)
          .update(bytes)
          .save(),
      );
    },
    async digest(state) {
      return from(await hasher, state).digest('hex');
    },
  };
}
