import { allowOnly, noStore, requireLogin } from '@kinora/service-kit';
import { Router } from 'express';
import type { FileChanges } from '../adapters/file-changes.js';
import type { StudioVideos } from '../adapters/studio-videos.js';
import type { VideoEdits } from '../adapters/video-edits.js';
import type { Announce } from '../domain/announce.js';
import { assertRetried } from '../domain/refusal.js';
import { editRoutes } from './edits.js';
import type { VideoEvents } from './events.js';
import { loggedIn } from './logged-in.js';
import { findOwn, sendVideo, servedFileOf } from './own-videos.js';
import { parseListQuery, parseVideoId } from './requests.js';
import { videoFileRoutes } from './video-files.js';

interface VideoRouteDeps {
  videos: StudioVideos;
  edits: VideoEdits;
  events: VideoEvents;
  announce: Announce;
  fileChanges: FileChanges;
}

/** The videos of the person who is logged in, as JSON. */
export function videoRoutes({ videos, edits, events, announce, fileChanges }: VideoRouteDeps): Router {
  const router = Router();
  router.use(['/api/v1/studio/videos', '/api/v1/studio/storage'], requireLogin, noStore);

  router.get('/api/v1/studio/videos', async (req, res) => {
    res.json(await videos.list(loggedIn(req).sub, parseListQuery(req.query)));
  });

  router.get('/api/v1/studio/storage', async (req, res) => {
    res.json(await videos.storage(loggedIn(req).sub));
  });

  router.get('/api/v1/studio/videos/:id', async (req, res) => {
    sendVideo(res, await findOwn(videos, req));
  });

  router.post('/api/v1/studio/videos/:id/retry', async (req, res) => {
    const id = parseVideoId(req.params.id);
    assertRetried(await videos.retry(loggedIn(req).sub, id));
    const video = await findOwn(videos, req);
    await announce(servedFileOf(video), video.sizeBytes);
    res.status(202).json(video);
  });

  router.get('/api/v1/studio/videos/:id/events', async (req, res) => {
    await events.follow(await findOwn(videos, req), req, res);
  });

  router.use(editRoutes({ videos, edits, announce }), videoFileRoutes({ videos, changes: fileChanges, announce }));
  router.all('/api/v1/studio/videos', allowOnly('GET', 'HEAD', 'POST'));
  router.all('/api/v1/studio/storage', allowOnly('GET', 'HEAD'));
  router.all('/api/v1/studio/videos/:id', allowOnly('GET', 'HEAD', 'PATCH', 'DELETE'));
  router.all('/api/v1/studio/videos/:id/retry', allowOnly('POST'));
  router.all('/api/v1/studio/videos/:id/events', allowOnly('GET', 'HEAD'));
  return router;
}
