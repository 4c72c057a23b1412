import type { Request, RequestHandler } from 'express';

const CHECK_MS = 50;

export interface LingerLimits {
  lingerMs: number;
  lingerMaxBytes: number;
}

/**
 * For requests that are answered while their body is still arriving: what comes is thrown away for a bounded time and
 * amount, then the connection is closed. Closing at once would reset it, and the client would lose the answer with it
 * (RFC 9112 section 9.6).
 */
export const lingerAfterEarlyAnswer =
  (limits: LingerLimits): RequestHandler =>
  (req, res, next) => {
    res.once('finish', () => {
      if (!req.complete) discardForAWhile(req, limits);
    });
    next();
  };

function discardForAWhile(req: Request, { lingerMs, lingerMaxBytes }: LingerLimits): void {
  const { socket } = req;
  const untilMs = Date.now() + lingerMs;
  const untilBytes = socket.bytesRead + lingerMaxBytes;
  const timer = setInterval(() => {
    if (Date.now() >= untilMs || socket.bytesRead > untilBytes) socket.destroy();
  }, CHECK_MS);
  req.resume();
  req.once('close', () => clearInterval(timer));
}
