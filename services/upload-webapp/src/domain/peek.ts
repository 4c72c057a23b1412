import { once } from 'node:events';
import type { Readable } from 'node:stream';

/**
 * The first bytes of a stream, left in it for the next reader. Fewer than `bytes` only when the whole stream is shorter.
 * `bytes` has to fit into the stream's buffer.
 * @throws what broke the stream, or the signal's reason
 */
export async function peek(stream: Readable, bytes: number, signal: AbortSignal): Promise<Buffer> {
  for (;;) {
    const head = stream.read(bytes) as Buffer | null;
    if (head) {
      stream.unshift(head);
      return head;
    }
    if (stream.readableEnded) return Buffer.alloc(0);
    if (stream.destroyed) throw stream.errored ?? new Error('the stream was closed');
    await changed(stream, signal);
  }
}

async function changed(stream: Readable, signal: AbortSignal): Promise<void> {
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  try {
    await Promise.race(['readable', 'end', 'close'].map((event) => once(stream, event, { signal: either })));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    done.abort();
  }
}
