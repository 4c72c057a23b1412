import { type Locker, Server } from '@tus/server';
import type { Request as ExpressRequest, RequestHandler, Response } from 'express';
import { interrupted } from '../../domain/refusal.js';
import type { ResumableUploads } from '../../domain/resumable/resumable-uploads.js';
import { Stopped } from '../../domain/resumable/stopped.js';
import { invalidFields } from '../../domain/video-fields.js';
import type { CreationOf } from '../creation.js';
import { whenIdle } from '../idle.js';
import { loggedIn } from '../logged-in.js';
import { problemOfAnswer, problemOfError } from './tus-problems.js';
import { TusStore } from './tus-store.js';

export const TUS_PATH = '/api/v1/studio/uploads';

export interface TusOptions {
  creationOf: CreationOf;
  uploads: ResumableUploads;
  uploadMaxBytes: number;
  expireSeconds: number;
  /** A client that sends nothing for this long is cut off; what it sent is kept. */
  idleMs: number;
}

/** The store sees to it that one request at a time writes. */
const noLock: Locker = { newLock: () => ({ lock: async () => undefined, unlock: async () => undefined }) };

function tusServer(
  req: ExpressRequest,
  id: string,
  silence: AbortSignal,
  { uploads, uploadMaxBytes, expireSeconds }: TusOptions,
) {
  return new Server({
    path: TUS_PATH,
    relativeLocation: true,
    maxSize: uploadMaxBytes,
    locker: noLock,
    namingFunction: () => id,
    datastore: new TusStore({ uploads, ownerId: loggedIn(req).sub, req, silence, expireSeconds }),
    onResponseError: (_req, error) => {
      throw problemOfError(error, uploadMaxBytes);
    },
  });
}

const SPOKEN = /^(tus|upload|content)-/;

/** The request as the library reads it: the words of tus without the bytes, and without what is said to other handlers. */
function withoutBody(req: ExpressRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) if (SPOKEN.test(name)) headers.set(name, String(value));
  return new Request(`http://tus${req.path}`, { method: req.method, headers });
}

const ANSWERED = /^(tus|upload)-|^(location|cache-control)$/;

const KEY_REUSED = 'This Idempotency-Key announced a file of another size. Please take a new key for each file.';

/** Answers an announcement that came before. @throws Problem `invalid-fields` when it is not the same */
async function repeat(id: string, req: ExpressRequest, res: Response, { uploads }: TusOptions): Promise<void> {
  const found = await uploads.find(loggedIn(req).sub, id);
  const [sizeBytes, offsetBytes] =
    found.kind === 'finished'
      ? [found.sizeBytes, found.sizeBytes]
      : [found.upload.sizeBytes, found.upload.receivedBytes];
  if (String(sizeBytes) !== req.get('upload-length'))
    throw invalidFields([{ field: 'Idempotency-Key', detail: KEY_REUSED }]);
  const said = { 'Tus-Resumable': '1.0.0', Location: `${TUS_PATH}/${id}`, 'Upload-Offset': String(offsetBytes) };
  res.status(201).set(said).end();
}

async function serve(id: string, req: ExpressRequest, res: Response, options: TusOptions): Promise<void> {
  const silence = new AbortController();
  const stopWatching = whenIdle(req.socket, options.idleMs, () => {
    if (req.complete) return;
    res.set('Connection', 'close');
    silence.abort(new Stopped(interrupted(), true));
  });
  try {
    const answer = await tusServer(req, id, silence.signal, options).handleWeb(withoutBody(req));
    if (answer.status >= 400) throw await problemOfAnswer(answer);
    for (const [name, value] of answer.headers) if (ANSWERED.test(name)) res.set(name, value);
    res.status(answer.status).end();
  } finally {
    stopWatching();
  }
}

/** tus 1.0 (https://tus.io/protocols/resumable-upload) with creation, creation-with-upload, expiration and termination. */
export const tusHandler =
  (options: TusOptions): RequestHandler =>
  async (req, res) => {
    const { id, isRepeated } = await options.creationOf(req);
    if (isRepeated) await repeat(id, req, res, options);
    else await serve(id, req, res, options);
  };
