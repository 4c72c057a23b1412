import { addAbortListener } from 'node:events';
import { finished, type Readable } from 'node:stream';

/**
 * The first bytes of a stream, left in it for the next reader. Fewer than `bytes` only when the whole stream is shorter.
 * `bytes` has to fit into the stream's buffer.
 * @throws what broke the stream, or the signal's reason
 */
export function peek(stream: Readable, bytes: number, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const head = stream.read(bytes) as Buffer | null;
      if (!head) return;
      settle();
      stream.unshift(head);
      resolve(head);
    };
    const fail = (reason: unknown) => {
      settle();
      reject(reason);
    };
    const forget = finished(stream, { writable: false }, (error) => {
      if (error) return fail(signal.aborted ? signal.reason : error);
      settle();
      resolve(Buffer.alloc(0));
    });
    const listening = addAbortListener(signal, () => fail(signal.reason));
    const settle = () => {
      forget();
      listening[Symbol.dispose]();
      stream.off('readable', look);
    };
    stream.on('readable', look);
  });
}
