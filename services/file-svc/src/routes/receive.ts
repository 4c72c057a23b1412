import type { IncomingMessage } from 'node:http';
import { Problem } from '@kinora/service-kit';

export interface ReceiveLimits {
  objectMaxBytes: number;
  /** How long the client may send nothing while the store waits for more. */
  idleTimeoutMs: number;
}

const tooLarge = (maxBytes: number) =>
  new Problem('file-too-large', `An object may have at most ${maxBytes} bytes. This one has more.`);

const interrupted = (detail: string, cause?: unknown) => new Problem('upload-interrupted', detail, { cause });

/**
 * The length that the client announced.
 * @throws Problem when it is over the limit
 */
export function announcedBytes(req: IncomingMessage, objectMaxBytes: number): number | undefined {
  const header = req.headers['content-length'];
  const bytes = header === undefined ? undefined : Number(header);
  if (bytes !== undefined && bytes > objectMaxBytes) throw tooLarge(objectMaxBytes);
  return bytes;
}

/**
 * The body of a request, chunk by chunk, at the pace of the store. Ends only when the whole body has come.
 * @throws Problem `file-too-large`, or `upload-interrupted` when the client goes away, falls silent, or sends less or more
 * than it announced
 */
export async function* receive(
  req: IncomingMessage,
  { objectMaxBytes, idleTimeoutMs }: ReceiveLimits,
): AsyncGenerator<Buffer, void> {
  const announced = announcedBytes(req, objectMaxBytes);
  let receivedBytes = 0;
  let waiting = true;
  const silence = setTimeout(() => {
    if (waiting) req.destroy(interrupted(`Nothing was sent for ${idleTimeoutMs / 1_000} seconds.`));
    else silence.refresh();
  }, idleTimeoutMs);
  try {
    // The socket stays open on an error, so that the answer can say which.
    for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      receivedBytes += chunk.length;
      if (receivedBytes > objectMaxBytes) throw tooLarge(objectMaxBytes);
      waiting = false;
      yield chunk;
      waiting = true;
      silence.refresh();
    }
  } catch (error) {
    throw error instanceof Problem ? error : interrupted('The client went away before the last byte.', error);
  } finally {
    clearTimeout(silence);
  }
  if (!req.complete || (announced !== undefined && announced !== receivedBytes)) {
    throw interrupted(`${announced} bytes were announced, ${receivedBytes} came.`);
  }
}
