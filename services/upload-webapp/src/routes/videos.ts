import { allowOnly, Problem, requireLogin } from '@kinora/service-kit';
import express, { type Request, type RequestHandler, Router } from 'express';
import type { StudioVideos } from '../adapters/studio-videos.js';
import type { Announce } from '../domain/announce.js';
import { assertRetried } from '../domain/refusal.js';
import { parseVideoEdit } from '../domain/video-fields.js';
import type { VideoEvents } from './events.js';
import { loggedIn } from './logged-in.js';
import { parseListQuery, parseVideoId } from './requests.js';

const EDIT_MAX_BYTES = 64 * 1024;

const readJson: RequestHandler[] = [
  (req, _res, next) => {
    if (!req.is('application/json'))
      throw new Problem('unsupported-media-type', 'Changes are sent as application/json.');
    next();
  },
  express.json({ limit: EDIT_MAX_BYTES }),
];

interface VideoRouteDeps {
  videos: StudioVideos;
  events: VideoEvents;
  announce: Announce;
}

/** The videos of the person who is logged in, as JSON. */
export function videoRoutes({ videos, events, announce }: VideoRouteDeps): Router {
  const findOwn = async (req: Request) => {
    const video = await videos.find(loggedIn(req).sub, parseVideoId(req.params.id));
    if (!video) throw new Problem('not-found');
    return video;
  };

  const router = Router();
  router.use(['/api/v1/studio/videos', '/api/v1/studio/storage'], requireLogin, (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });

  router.get('/api/v1/studio/videos', async (req, res) => {
    res.json(await videos.list(loggedIn(req).sub, parseListQuery(req.query)));
  });

  router.get('/api/v1/studio/storage', async (req, res) => {
    res.json(await videos.storage(loggedIn(req).sub));
  });

  router.get('/api/v1/studio/videos/:id', async (req, res) => {
    res.json(await findOwn(req));
  });

  router.patch('/api/v1/studio/videos/:id', ...readJson, async (req, res) => {
    const { id } = await findOwn(req);
    const edit = parseVideoEdit(req.body);
    if (Object.keys(edit).length > 0) await videos.edit(loggedIn(req).sub, id, edit);
    res.json(await findOwn(req));
  });

  router.delete('/api/v1/studio/videos/:id', async (req, res) => {
    if (!(await videos.remove(loggedIn(req).sub, parseVideoId(req.params.id)))) throw new Problem('not-found');
    res.status(204).end();
  });

  router.post('/api/v1/studio/videos/:id/retry', async (req, res) => {
    const id = parseVideoId(req.params.id);
    assertRetried(await videos.retry(loggedIn(req).sub, id));
    const video = await findOwn(req);
    await announce(id, video.sizeBytes);
    res.status(202).json(video);
  });

  router.get('/api/v1/studio/videos/:id/events', async (req, res) => {
    await events.follow(await findOwn(req), req, res);
  });

  router.all('/api/v1/studio/videos', allowOnly('GET', 'HEAD', 'POST'));
  router.all('/api/v1/studio/storage', allowOnly('GET', 'HEAD'));
  router.all('/api/v1/studio/videos/:id', allowOnly('GET', 'HEAD', 'PATCH', 'DELETE'));
  router.all('/api/v1/studio/videos/:id/retry', allowOnly('POST'));
  router.all('/api/v1/studio/videos/:id/events', allowOnly('GET', 'HEAD'));
  return router;
}
