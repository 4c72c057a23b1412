import type { IncomingMessage } from 'node:http';
import { createBufferPool, Problem } from '@kinora/service-kit';
import type { RequestHandler } from 'express';
import type { PartUploads } from '../domain/part-uploads.js';
import { keyOf } from './address.js';
import { readPart } from './part-query.js';
import { announcedBytes, collect, drainBriefly, type ReceiveLimits, tooLarge } from './receive.js';

/** @throws Problem `bad-request` for a part that is empty or of unknown length, `file-too-large` */
function sizeOfPart(req: IncomingMessage, offsetBytes: number, limits: ReceiveLimits): number {
  const sizeBytes = announcedBytes(req, limits.partMaxBytes);
  if (!sizeBytes) throw new Problem('bad-request', 'A part needs a Content-Length, and at least one byte.');
  if (offsetBytes + sizeBytes > limits.objectMaxBytes) throw tooLarge(limits.objectMaxBytes);
  return sizeBytes;
}

/**
 * 201 once the whole part is stored durably. The store sees nothing of a part before its last byte has come, so that one
 * which breaks off leaves the former with its number as it is.
 */
export function putPart(parts: PartUploads, limits: ReceiveLimits): RequestHandler {
  const memory = createBufferPool({ totalBytes: limits.partMemoryMaxBytes, allocate: Buffer.allocUnsafeSlow });
  return async (req, res) => {
    try {
      const { uploadId, part: number, offset: offsetBytes } = readPart(req.query);
      const sizeBytes = sizeOfPart(req, offsetBytes, limits);
      const bytes = await memory.take(sizeBytes);
      try {
        await collect(req, bytes, limits.idleTimeoutMs);
        const { etag } = await parts.put(keyOf(res), uploadId, { number, offsetBytes }, bytes);
        res.status(201).set('ETag', etag).json({ etag, sizeBytes });
      } finally {
        memory.giveBack(bytes);
      }
    } catch (error) {
      drainBriefly(req);
      throw error;
    }
  };
}
