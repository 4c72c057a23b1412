import { allowOnly } from '@kinora/service-kit';
import express, { type RequestHandler, Router } from 'express';
import type { ObjectStore } from '../domain/object-store.js';
import { type PartUploads, totalBytes } from '../domain/part-uploads.js';
import { keyOf, readKey } from './address.js';
import { readList, readUploadId } from './part-query.js';
import { putPart } from './put-part.js';
import { type ReceiveLimits, tooLarge } from './receive.js';

/** A list of 10,000 parts has about one MiB. */
const LIST_MAX_BYTES = 4 * 1024 * 1024;

/** `/<key>`, below `/uploads`: objects that come in parts. */
export function partUploadRoutes({ parts }: Pick<ObjectStore, 'parts'>, limits: ReceiveLimits): Router {
  const router = Router();
  router.use(readKey(() => 'upload-in-parts'));
  router
    .route('/*key')
    .post(express.json({ limit: LIST_MAX_BYTES }), beginOrComplete(parts, limits))
    .put(putPart(parts, limits))
    .delete(async (req, res) => {
      await parts.abandon(keyOf(res), readUploadId(req.query));
      res.status(204).end();
    })
    .all(allowOnly('POST', 'PUT', 'DELETE'));
  return router;
}

/** 201 with the id of a new upload, or, where the query names an upload, with the object that it became. */
const beginOrComplete =
  (parts: PartUploads, { objectMaxBytes }: ReceiveLimits): RequestHandler =>
  async (req, res) => {
    if (req.query.uploadId === undefined) {
      res.status(201).json({ uploadId: await parts.begin(keyOf(res)) });
      return;
    }
    const list = readList(req.body);
    if (totalBytes(list) > objectMaxBytes) throw tooLarge(objectMaxBytes);
    const stored = await parts.complete(keyOf(res), readUploadId(req.query), list);
    res.status(201).set('ETag', stored.etag).json(stored);
  };
