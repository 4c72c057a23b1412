import type { RequestHandler } from 'express';
import { upgradeOf } from '../upgrade.js';

/**
 * How long the rest of a request is read after its answer was sent. A connection that is closed with unread bytes is reset, and a
 * client that is still sending may lose the answer with it (RFC 9112 section 9.6).
 */
const DRAIN_MS = 10_000;

/** Lets an answer that came before the end of the request, such as 413, arrive. */
export const drainAfterEarlyAnswer: RequestHandler = (req, res, next) => {
  res.once('finish', () => {
    if (req.complete || upgradeOf(req)) return;
    req.unpipe();
    req.resume();
    const cut = setTimeout(() => req.socket.destroy(), DRAIN_MS);
    req.once('close', () => clearTimeout(cut));
  });
  next();
};
