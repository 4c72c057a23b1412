import { Problem } from '@kinora/service-kit';
import type { RequestHandler } from 'express';
import type { ObjectStore } from '../domain/object-store.js';
import { keyOf } from './address.js';
import { announcedBytes, drainBriefly, type ReceiveLimits, receive } from './receive.js';

/** 201 once the whole body is stored durably; on anything else nothing is. */
export const putObject =
  (store: ObjectStore, { objectMaxBytes: maxBytes, idleTimeoutMs }: ReceiveLimits): RequestHandler =>
  async (req, res) => {
    try {
      if (req.headers['content-range'])
        throw new Problem('bad-request', 'An object is stored whole, never a range of it.');
      const sizeBytes = announcedBytes(req, maxBytes);
      const stored = await store.put(keyOf(res), receive(req, { maxBytes, idleTimeoutMs }), { sizeBytes });
      res.status(201).set('ETag', stored.etag).json(stored);
    } catch (error) {
      drainBriefly(req);
      throw error;
    }
  };
