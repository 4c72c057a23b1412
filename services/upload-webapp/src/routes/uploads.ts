import type { UnfinishedUpload } from '@kinora/contracts';
import { allowOnly, noStore, requireLogin } from '@kinora/service-kit';
import { Router } from 'express';
import type { StudioVideos } from '../adapters/studio-videos.js';
import { parseFingerprint } from '../domain/resumable/announcement.js';
import type { ListedUpload } from '../domain/resumable/resumable-uploads.js';
import { type LingerLimits, lingerAfterEarlyAnswer } from './linger.js';
import { loggedIn } from './logged-in.js';
import { parseVideoId } from './requests.js';
import { TUS_PATH, type TusOptions, tusHandler } from './tus/tus-handler.js';

export interface UploadListDeps extends TusOptions, LingerLimits {
  videos: Pick<StudioVideos, 'findStored'>;
}

const MS_PER_SECOND = 1_000;

/** An upload that is not finished, as its owner sees it. */
const toJson = (upload: ListedUpload, expireSeconds: number): UnfinishedUpload => {
  const { id, fileName, title, sizeBytes, receivedBytes, fingerprint, replaces, isBeingSent, touchedAt } = upload;
  const expiresAt = new Date(touchedAt.getTime() + expireSeconds * MS_PER_SECOND).toISOString();
  return { id, fileName, title, sizeBytes, receivedBytes, fingerprint, replaces, isBeingSent, expiresAt };
};

/** Uploads that go on where they broke off: tus, and a list of those that are not finished. */
export function resumableRoutes(deps: UploadListDeps): Router {
  const { uploads, videos, expireSeconds } = deps;
  const tus = tusHandler(deps);
  const router = Router();
  router.use(TUS_PATH, lingerAfterEarlyAnswer(deps), requireLogin, noStore);

  router.get(TUS_PATH, async (req, res) => {
    const { sub } = loggedIn(req);
    const fingerprint = req.query.fingerprint === undefined ? undefined : parseFingerprint(req.query.fingerprint);
    const [running, stored] = await Promise.all([
      uploads.list(sub, fingerprint),
      fingerprint === undefined ? [] : videos.findStored(sub, fingerprint),
    ]);
    res.json({ uploads: running.map((upload) => toJson(upload, expireSeconds)), videos: stored });
  });

  router.post(TUS_PATH, tus);
  router.options(TUS_PATH, tus);
  router.all(TUS_PATH, allowOnly('GET', 'HEAD', 'POST', 'OPTIONS'));
  router.all(`${TUS_PATH}/:id`, (req, _res, next) => {
    parseVideoId(req.params.id);
    next();
  });
  for (const method of ['head', 'patch', 'delete', 'options'] as const) router[method](`${TUS_PATH}/:id`, tus);
  router.all(`${TUS_PATH}/:id`, allowOnly('HEAD', 'PATCH', 'DELETE', 'OPTIONS'));
  return router;
}
