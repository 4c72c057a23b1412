import { addAbortListener } from 'node:events';
import { finished, type Readable } from 'node:stream';
import { interrupted } from '../refusal.js';
import { Stopped } from './stopped.js';

/** Resolves when there is something to read, or nothing more to come. */
function somethingNew(body: Readable, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => () => {
      forget();
      listening[Symbol.dispose]();
      body.off('readable', arrived);
      act();
    };
    const arrived = settle(resolve);
    const forget = finished(body, { writable: false }, (error) =>
      settle(() => (error ? reject(new Stopped(interrupted(error), true)) : resolve()))(),
    );
    const listening = addAbortListener(
      signal,
      settle(() => reject(signal.reason)),
    );
    body.on('readable', arrived);
  });
}

/**
 * The body of a request as it comes, at the pace of the reader. A reader that leaves early leaves the request as it is, so
 * that it can still be answered.
 * @throws Stopped by a client that went away, or as the signal says
 */
export async function* readBody(body: Readable, signal: AbortSignal): AsyncGenerator<Buffer> {
  for (;;) {
    signal.throwIfAborted();
    const chunk = body.read() as Buffer | null;
    if (chunk) yield chunk;
    else if (body.readableEnded) return;
    else await somethingNew(body, signal);
  }
}
