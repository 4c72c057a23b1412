import { allowOnly, Problem } from '@kinora/service-kit';
import { type Request, Router } from 'express';
import type { FileChanges } from '../adapters/file-changes.js';
import type { StudioVideos } from '../adapters/studio-videos.js';
import type { Announce } from '../domain/announce.js';
import { allowedVersions } from '../domain/if-match.js';
import { assertRetried } from '../domain/refusal.js';
import { assertFileChanged } from '../domain/video-files/file-outcome.js';
import { loggedIn } from './logged-in.js';
import { findOwn, sendVideo } from './own-videos.js';
import { parseVideoId } from './requests.js';

interface FileRouteDeps {
  videos: StudioVideos;
  changes: FileChanges;
  announce: Announce;
}

const FILE = '/api/v1/studio/videos/:id/files/:fileId';

const named = (req: Request): [ownerId: string, videoId: string, fileId: string] => [
  loggedIn(req).sub,
  parseVideoId(req.params.id),
  parseVideoId(req.params.fileId),
];
const allowedBy = (req: Request) => allowedVersions(req.get('if-match'));

/** The files of a video: which one viewers get, and the end of the others. A new one comes by an upload that `replaces` it. */
export function videoFileRoutes({ videos, changes, announce }: FileRouteDeps): Router {
  const router = Router();
  router.post(`${FILE}/serve`, async (req, res) => {
    assertFileChanged(await changes.serve(...named(req), allowedBy(req)));
    sendVideo(res, await findOwn(videos, req));
  });

  router.post(`${FILE}/retry`, async (req, res) => {
    const [ownerId, videoId, fileId] = named(req);
    assertRetried(await videos.retry(ownerId, videoId, fileId));
    const video = await findOwn(videos, req);
    const file = video.files.find(({ id }) => id === fileId);
    if (!file) throw new Problem('not-found');
    await announce(fileId, file.sizeBytes);
    res.status(202).json(video);
  });

  router.delete(FILE, async (req, res) => {
    assertFileChanged(await changes.discard(...named(req), allowedBy(req)));
    res.status(204).end();
  });

  router.all(FILE, allowOnly('DELETE'));
  router.all([`${FILE}/serve`, `${FILE}/retry`], allowOnly('POST'));
  return router;
}
