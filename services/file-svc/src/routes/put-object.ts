import type { IncomingMessage } from 'node:http';
import { Problem } from '@kinora/service-kit';
import type { RequestHandler } from 'express';
import type { ObjectStore } from '../domain/object-store.js';
import { keyOf } from './address.js';
import { announcedBytes, type ReceiveLimits, receive } from './receive.js';

/** How long a client that was refused may go on sending, so that it gets to read the answer. */
const REFUSED_DRAIN_MS = 2_000;

function drainBriefly(req: IncomingMessage): void {
  if (req.complete) return;
  const cut = setTimeout(() => req.destroy(), REFUSED_DRAIN_MS);
  req.once('close', () => clearTimeout(cut));
  req.resume();
}

/** 201 once the whole body is stored durably; on anything else nothing is. */
export const putObject =
  (store: ObjectStore, limits: ReceiveLimits): RequestHandler =>
  async (req, res) => {
    try {
      if (req.headers['content-range'])
        throw new Problem('bad-request', 'An object is stored whole, never a range of it.');
      const sizeBytes = announcedBytes(req, limits.objectMaxBytes);
      const stored = await store.put(keyOf(res), receive(req, limits), { sizeBytes });
      res.status(201).set('ETag', stored.etag).json(stored);
    } catch (error) {
      drainBriefly(req);
      throw error;
    }
  };
