import { type Logger, Problem, toProblem, wantsHtml } from '@kinora/service-kit';
import { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import type { StudioVideos } from '../adapters/studio-videos.js';
import type { Announce } from '../domain/announce.js';
import type { IncomingFile, StoredUpload } from '../domain/store-upload.js';
import type { CreationOf } from './creation.js';
import { type LingerLimits, lingerAfterEarlyAnswer } from './linger.js';
import { loggedIn, requireLoginForForm } from './logged-in.js';
import { type ReceiveOptions, receiveUpload } from './receive-upload.js';
import type { StudioPages } from './studio-pages.js';

export interface UploadRouteDeps extends Omit<ReceiveOptions, 'store'>, LingerLimits {
  creationOf: CreationOf;
  store(file: IncomingFile): Promise<StoredUpload>;
  videos: StudioVideos;
  announce: Announce;
  pages: StudioPages;
  log: Logger;
}

const STILL_ARRIVING =
  'The first request with this Idempotency-Key is still sending its file. Please ask again when it has ended.';

/** `POST /api/v1/studio/videos`: one video by a multipart form, from a program or from a browser without JavaScript. */
export function uploadRoutes(deps: UploadRouteDeps): Router {
  const upload: RequestHandler = async (req, res) => {
    const { sub } = loggedIn(req);
    const { id, isRepeated, isArriving } = await deps.creationOf(req);
    if (isArriving) throw new Problem('conflict', STILL_ARRIVING);
    if (!isRepeated) {
      const store: ReceiveOptions['store'] = (file) => deps.store({ ...file, id });
      await deps.announce(id, (await receiveUpload(req, res, { ...deps, store })).sizeBytes);
    }
    const video = await deps.videos.findByFile(sub, id);
    if (!video) throw new Problem('not-found');
    if (wantsHtml(req)) res.redirect(303, video.id === id ? `/studio?uploaded=${id}` : `/studio/videos/${video.id}`);
    else res.status(201).location(`/api/v1/studio/videos/${video.id}`).json(video);
  };
  const router = Router();
  const linger = lingerAfterEarlyAnswer(deps);
  router.post('/api/v1/studio/videos', linger, requireLoginForForm, upload, formAgain(deps.pages));
  return router;
}

/** A refused form of a browser comes back with what was typed and what is wrong; one that replaces a file is on the page of its video. */
const formAgain =
  (pages: StudioPages): ErrorRequestHandler =>
  async (error, req, res, _next) => {
    if (!req.user || !wantsHtml(req) || res.headersSent) throw error;
    const problem = toProblem(error);
    if (problem.status >= 500) req.log?.error({ err: problem.cause ?? error }, problem.message);
    const [form, document] = [req.body ?? {}, problem.toDocument(String(req.id))];
    const page = form.replaces
      ? pages.refusedReplacement(loggedIn(req), form.replaces, document)
      : pages.refusedForm(loggedIn(req), form, document);
    const html = await page.catch(() => {
      throw error;
    });
    res.status(problem.status).set(problem.headers).set('Cache-Control', 'no-store').type('html').send(html);
  };
