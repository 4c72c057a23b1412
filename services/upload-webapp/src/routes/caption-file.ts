import express, { type Request, type RequestHandler } from 'express';
import type { CaptionFile } from '../domain/captions/studio-captions.js';
import { tooLarge } from '../domain/refusal.js';

const isTooLarge = (error: unknown): boolean => (error as { status?: unknown } | undefined)?.status === 413;

/** Reads a whole file, of any type: what it is shows in its text. */
export function readCaptionFile(maxBytes: number): RequestHandler {
  const read = express.raw({ type: () => true, limit: maxBytes });
  return (req, res, next) => read(req, res, (error?: unknown) => next(isTooLarge(error) ? tooLarge(maxBytes) : error));
}

const CHARSET = /;\s*charset="?([^\s";]+)/i;

/** The file that was read, and the encoding that its media type names. */
export const captionFileOf = ({ body, headers }: Request): CaptionFile => ({
  bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  charset: CHARSET.exec(headers['content-type'] ?? '')?.[1],
});
