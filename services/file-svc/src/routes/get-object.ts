import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Problem, unavailable } from '@kinora/service-kit';
import type { Request, RequestHandler, Response } from 'express';
import { type ByteRange, chooseRange, rangeLength, wholeRange } from '../domain/byte-range.js';
import { contentTypeOf } from '../domain/content-type.js';
import type { ObjectStore, OpenObject } from '../domain/object-store.js';
import { matchesNone, rangeStillValid } from '../domain/preconditions.js';
import type { StoredObject } from '../domain/stored-object.js';
import { keyOf } from './address.js';

const missing = () => new Problem('not-found', 'There is no object with this key.');

const describe = (res: Response, { etag }: StoredObject): Response =>
  res.set({
    ETag: etag,
    'Accept-Ranges': 'bytes',
    'Content-Type': contentTypeOf(keyOf(res)),
    'X-Content-Type-Options': 'nosniff',
  });

/** @throws Problem `range-not-satisfiable` */
function selectRange(req: Request, { sizeBytes, etag }: StoredObject): ByteRange & { isPart: boolean } {
  const header = rangeStillValid(req.get('if-range'), etag) ? req.get('range') : undefined;
  const choice = chooseRange(header, sizeBytes);
  if (choice.kind === 'whole') return { ...wholeRange(sizeBytes), isPart: false };
  if (choice.kind === 'part') return { ...choice, isPart: true };
  throw new Problem('range-not-satisfiable', `The object has ${sizeBytes} bytes.`, {
    headers: { 'Content-Range': `bytes */${sizeBytes}` },
  });
}

/** Passes on exactly so many bytes. Fewer must never look like the end of the object. */
const exactly = (lengthBytes: number) =>
  async function* (body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let sentBytes = 0;
    for await (const chunk of body) {
      sentBytes += chunk.length;
      yield chunk;
    }
    if (sentBytes !== lengthBytes) {
      throw unavailable('The storage', new Error(`${sentBytes} of ${lengthBytes} bytes were read`));
    }
  };

/** The client went away: there is nobody left to tell. */
const isClientGone = (res: ServerResponse, error: unknown) =>
  res.destroyed && (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';

/** Headers follow the first answer of the store: until then, an error still gets a clean answer of its own. */
async function send(req: Request, res: Response, object: OpenObject, idleTimeoutMs: number): Promise<void> {
  const { isPart, ...range } = selectRange(req, object);
  const body = await object.read(range);
  describe(res, object).set('Content-Length', String(rangeLength(range)));
  if (isPart) res.status(206).set('Content-Range', `bytes ${range.first}-${range.last}/${object.sizeBytes}`);
  res.setTimeout(idleTimeoutMs, () => res.destroy());
  await pipeline(body, exactly(rangeLength(range)), res).catch((error: unknown) => {
    if (!isClientGone(res, error)) throw error;
  });
}

/** 200, 206, 304 or 416 (RFC 9110 sections 13 and 14), read from the store at the pace of the client. */
export const getObject =
  (store: ObjectStore, { idleTimeoutMs }: { idleTimeoutMs: number }): RequestHandler =>
  async (req, res) => {
    const object = await store.open(keyOf(res));
    if (!object) throw missing();
    try {
      if (matchesNone(req.get('if-none-match'), object.etag)) await send(req, res, object, idleTimeoutMs);
      else describe(res, object).status(304).end();
    } finally {
      await object.close();
    }
  };

export const headObject =
  (store: ObjectStore): RequestHandler =>
  async (req, res) => {
    const object = await store.head(keyOf(res));
    if (!object) throw missing();
    describe(res, object);
    if (!matchesNone(req.get('if-none-match'), object.etag)) res.status(304);
    else res.set('Content-Length', String(object.sizeBytes));
    res.end();
  };
