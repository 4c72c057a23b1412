import type { RequestHandler } from 'express';
import type { ObjectStore } from '../domain/object-store.js';
import { requireGrant } from './address.js';

/** How much room there is, for who may fill it with sources. */
export const getSpace =
  (store: Pick<ObjectStore, 'freeBytes'>): RequestHandler =>
  async (_req, res) => {
    requireGrant(res, 'write', 'source/');
    res.json({ freeBytes: await store.freeBytes() });
  };
