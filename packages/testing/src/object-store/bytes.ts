import { createHash, randomBytes } from 'node:crypto';

const BLOCK = randomBytes(64 * 1024);

/** Chunks of 64 KiB that make up so many bytes, as a socket gives them. */
export async function* bytesOf(sizeBytes: number): AsyncGenerator<Buffer, void> {
  for (let left = sizeBytes; left > 0; left -= BLOCK.length) yield BLOCK.subarray(0, Math.min(left, BLOCK.length));
}

/** So many bytes, then an error: a client that goes away. */
export async function* brokenAfter(sizeBytes: number): AsyncGenerator<Buffer, void> {
  yield* bytesOf(sizeBytes);
  throw new Error('the client went away');
}

/** What was read: how much, and what. */
export async function digestOf(body: AsyncIterable<Buffer>): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    hash.update(chunk);
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

export async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
