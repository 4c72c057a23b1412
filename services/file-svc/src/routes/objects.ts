import { allowOnly } from '@kinora/service-kit';
import { Router } from 'express';
import type { ObjectStore } from '../domain/object-store.js';
import { keyOf, readKey, readPrefix } from './address.js';
import { getObject, headObject } from './get-object.js';
import { putObject } from './put-object.js';
import type { ReceiveLimits } from './receive.js';

/** `/<key>` and `/?prefix=`, below `/objects`. */
export function objectRoutes(store: ObjectStore, limits: ReceiveLimits): Router {
  const router = Router();
  router
    .route('/')
    .get(async (req, res) => {
      res.json({ keys: await store.list(readPrefix(req, res)) });
    })
    .delete(async (req, res) => {
      await store.removePrefix(readPrefix(req, res));
      res.status(204).end();
    })
    .all(allowOnly('GET', 'HEAD', 'DELETE'));
  router.use(readKey());
  router
    .route('/*key')
    .head(headObject(store))
    .get(getObject(store, limits))
    .put(putObject(store, limits))
    .delete(async (_req, res) => {
      await store.remove(keyOf(res));
      res.status(204).end();
    })
    .all(allowOnly('GET', 'HEAD', 'PUT', 'DELETE'));
  return router;
}
