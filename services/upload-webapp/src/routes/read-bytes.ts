import { Problem } from '@kinora/service-kit';
import express, { type Request, type Response } from 'express';
import { tooLarge } from '../domain/refusal.js';
import { whenIdle } from './idle.js';

interface ReadLimits {
  maxBytes: number;
  /** A client that sends nothing for this long is cut off. */
  idleMs: number;
}

const isTooLarge = (error: unknown): boolean => (error as { type?: unknown } | null)?.type === 'entity.too.large';

/** Reads a small body whole. @throws Problem `file-too-large`, or `upload-interrupted` when it breaks off */
export async function readBytes(req: Request, res: Response, { maxBytes, idleMs }: ReadLimits): Promise<Buffer> {
  const read = express.raw({ type: () => true, limit: maxBytes });
  const stopWatching = whenIdle(req.socket, idleMs, () => req.destroy());
  try {
    await new Promise<void>((resolve, reject) => read(req, res, (error) => (error ? reject(error) : resolve())));
  } catch (error) {
    if (isTooLarge(error)) throw tooLarge(maxBytes);
    throw new Problem('upload-interrupted', 'The file broke off before its last byte. Please choose it again.', {
      cause: error,
    });
  } finally {
    stopWatching();
  }
  return Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
}
