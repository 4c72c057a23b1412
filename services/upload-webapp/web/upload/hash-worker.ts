import { createSHA256, type IHasher } from 'hash-wasm';
import type { HashAnswer, HashRequest } from './file-hashes.js';

const MIB = 1024 ** 2;
const SLICE_BYTES = 4 * MIB;

async function add(hasher: IHasher, part: Blob): Promise<void> {
  hasher.update(new Uint8Array(await part.arrayBuffer()));
}

/** SHA-256 over the size as 8 bytes big-endian, the first MiB and the last MiB. */
async function fingerprint(hasher: IHasher, file: File): Promise<void> {
  const size = new DataView(new ArrayBuffer(8));
  size.setBigUint64(0, BigInt(file.size));
  hasher.update(new Uint8Array(size.buffer));
  await add(hasher, file.slice(0, MIB));
  await add(hasher, file.slice(Math.max(0, file.size - MIB)));
}

async function whole(hasher: IHasher, file: File): Promise<void> {
  for (let from = 0; from < file.size; from += SLICE_BYTES) await add(hasher, file.slice(from, from + SLICE_BYTES));
}

async function hash({ id, file, of }: HashRequest): Promise<HashAnswer> {
  try {
    const hasher = await createSHA256();
    await (of === 'ends' ? fingerprint : whole)(hasher.init(), file);
    return { id, hex: hasher.digest('hex') };
  } catch (error) {
    return { id, error: String(error) };
  }
}

self.addEventListener('message', async ({ data }: MessageEvent<HashRequest>) => self.postMessage(await hash(data)));
