import { finished, type Readable } from 'node:stream';
import { interrupted } from '../refusal.js';
import { Stopped } from './stopped.js';

/** Wakes a reader that has nothing to read. The listeners are few and stay, since bodies are long and their chunks small. */
function watch(body: Readable, signal: AbortSignal) {
  let wake = () => {};
  let failure: Error | undefined;
  const wakeUp = () => wake();
  const forget = finished(body, { writable: false }, (error) => {
    failure = error ?? undefined;
    wakeUp();
  });
  body.on('readable', wakeUp);
  signal.addEventListener('abort', wakeUp);
  return {
    failure: () => failure,
    something: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
    end() {
      forget();
      body.off('readable', wakeUp);
      signal.removeEventListener('abort', wakeUp);
    },
  };
}

/**
 * The body of a request as it comes, at the pace of the reader. A reader that leaves early leaves the request as it is, so
 * that it can still be answered.
 * @throws Stopped by a client that went away, or as the signal says
 */
export async function* readBody(body: Readable, signal: AbortSignal): AsyncGenerator<Buffer> {
  const watching = watch(body, signal);
  try {
    for (;;) {
      signal.throwIfAborted();
      const chunk = body.read() as Buffer | null;
      if (chunk) yield chunk;
      else if (body.readableEnded) return;
      else if (watching.failure()) throw new Stopped(interrupted(watching.failure()), true);
      else await watching.something();
    }
  } finally {
    watching.end();
  }
}
