import type { RequestHandler } from 'express';

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
  ({ lingerMs, lingerMaxBytes }: LingerLimits): RequestHandler =>
  (req, res, next) => {
    res.once('finish', () => {
      if (req.complete) return;
      const { socket } = req;
      const close = () => socket.destroy();
      const timer = setTimeout(close, lingerMs);
      let leftBytes = lingerMaxBytes;
      const discard = (chunk: Buffer) => {
        leftBytes -= chunk.length;
        if (leftBytes < 0) close();
      };
      req.on('data', discard).resume();
      req.once('close', () => {
        clearTimeout(timer);
        req.off('data', discard);
      });
    });
    next();
  };
