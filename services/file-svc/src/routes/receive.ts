import type { IncomingMessage } from 'node:http';
import { Problem } from '@kinora/service-kit';

/** What a request may send. */
interface BodyLimits {
  maxBytes: number;
  /** How long the client may send nothing while the store waits for more. */
  idleTimeoutMs: number;
}

export interface ReceiveLimits extends Omit<BodyLimits, 'maxBytes'> {
  objectMaxBytes: number;
  partMaxBytes: number;
  /** For all parts that are being received and stored at one moment. */
  partMemoryMaxBytes: number;
}

export const tooLarge = (maxBytes: number): Problem =>
  new Problem('file-too-large', `At most ${maxBytes} bytes are taken here. These are more.`);

const interrupted = (detail: string, cause?: unknown) => new Problem('upload-interrupted', detail, { cause });

/**
 * The length that the client announced.
 * @throws Problem when it is over the limit
 */
export function announcedBytes(req: IncomingMessage, maxBytes: number): number | undefined {
  const header = req.headers['content-length'];
  const bytes = header === undefined ? undefined : Number(header);
  if (bytes !== undefined && bytes > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

/**
 * The body of a request, chunk by chunk, at the pace of the store. Ends only when the whole body has come.
 * @throws Problem `file-too-large`, or `upload-interrupted` when the client goes away, falls silent, or sends less or more
 * than it announced
 */
export async function* receive(
  req: IncomingMessage,
  { maxBytes, idleTimeoutMs }: BodyLimits,
): AsyncGenerator<Buffer, void> {
  const announced = announcedBytes(req, maxBytes);
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
      if (receivedBytes > maxBytes) throw tooLarge(maxBytes);
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

/** Fills memory with a whole body of just that length. @throws Problem as `receive` does */
export async function collect(req: IncomingMessage, memory: Buffer, idleTimeoutMs: number): Promise<void> {
  let receivedBytes = 0;
  for await (const chunk of receive(req, { maxBytes: memory.length, idleTimeoutMs })) {
    receivedBytes += chunk.copy(memory, receivedBytes);
  }
}

/** How long a client that was refused may go on sending, so that it gets to read the answer. */
const REFUSED_DRAIN_MS = 2_000;

export function drainBriefly(req: IncomingMessage): void {
  if (req.complete) return;
  const cut = setTimeout(() => req.destroy(), REFUSED_DRAIN_MS);
  req.once('close', () => clearTimeout(cut));
  req.resume();
}
