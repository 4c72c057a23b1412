import { Worker } from 'node:worker_threads';
import type { Sha256 } from '../domain/resumable/sha256.js';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Hashes in a thread of its own, since a part takes it longer than others should wait for their answer. Node's own SHA-256 is
 * quicker, but its state cannot be kept. Memory that is shared is not copied. The thread never keeps the process alive.
 */
export function createSha256(): Sha256 {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let thread: Worker | undefined;

  function startThread(): Worker {
    const started = new Worker(new URL('./sha256-thread.js', import.meta.url));
    started.on('message', ({ id, result }: { id: number; result: unknown }) => {
      waiting.get(id)?.resolve(result);
      waiting.delete(id);
    });
    started.on('error', (error) => {
      thread = undefined;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    started.unref();
    return started;
  }

  const ask = (state: Buffer | null, bytes?: Buffer): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId++;
      waiting.set(lastId, { resolve, reject });
      thread ??= startThread();
      thread.postMessage({ id: lastId, state, bytes });
    });

  return {
    append: async (state, bytes) => Buffer.from((await ask(state, bytes)) as Uint8Array),
    digest: async (state) => (await ask(state)) as string,
  };
}
