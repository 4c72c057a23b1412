import { allowOnly } from '@kinora/service-kit';
import { type Request, Router } from 'express';
import type { StudioVideos } from '../adapters/studio-videos.js';
import type { VideoEdits } from '../adapters/video-edits.js';
import type { Announce } from '../domain/announce.js';
import { assertEdited } from '../domain/edit-outcome.js';
import { allowedVersions } from '../domain/if-match.js';
import { parseVideoEdit } from '../domain/video-fields.js';
import { bulkRoutes } from './bulk.js';
import { loggedIn } from './logged-in.js';
import { filesOf, findOwn, sendVideo } from './own-videos.js';
import { readJson } from './read-json.js';
import { parsePermanently, parseVideoId } from './requests.js';

interface EditRouteDeps {
  videos: StudioVideos;
  edits: VideoEdits;
  announce: Announce;
}

const named = (req: Request): [ownerId: string, id: string] => [loggedIn(req).sub, parseVideoId(req.params.id)];
const allowedBy = (req: Request) => allowedVersions(req.get('if-match'));

/** Changes to the videos of the person who is logged in. */
export function editRoutes({ videos, edits, announce }: EditRouteDeps): Router {
  const restore = async (ownerId: string, id: string) => {
    const outcome = await edits.restore(ownerId, id);
    const video = outcome === 'done' ? await videos.find(ownerId, id) : undefined;
    for (const file of video ? filesOf(video) : [])
      if (file.state === 'queued' || file.state === 'processing') await announce(file.id, file.sizeBytes);
    return outcome;
  };

  const router = Router();
  router.patch('/api/v1/studio/videos/:id', ...readJson, async (req, res) => {
    assertEdited(await edits.edit(...named(req), parseVideoEdit(req.body), allowedBy(req)));
    sendVideo(res, await findOwn(videos, req));
  });

  router.delete('/api/v1/studio/videos/:id', async (req, res) => {
    const remove = parsePermanently(req.query) ? edits.remove : edits.trash;
    assertEdited(await remove(...named(req), allowedBy(req)));
    res.status(204).end();
  });

  router.post('/api/v1/studio/videos/:id/restore', async (req, res) => {
    assertEdited(await restore(...named(req)));
    sendVideo(res, await findOwn(videos, req));
  });

  router.use(bulkRoutes({ ...edits, restore }));
  router.all('/api/v1/studio/videos/:id/restore', allowOnly('POST'));
  return router;
}
