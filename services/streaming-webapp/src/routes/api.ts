import { allowOnly, noStore, Problem } from '@kinora/service-kit';
import { Router } from 'express';
import type { Catalogue } from '../adapters/catalogue.js';
import { parsePlayingFile, parseSearch, parseVideoId, viewerOf } from './requests.js';

/** The catalogue as JSON, as this viewer may see it. */
export function catalogueApi(catalogue: Catalogue): Router {
  const router = Router();
  router.use('/api/v1/catalog', noStore);

  router.get('/api/v1/catalog/videos', async (req, res) => {
    res.json(await catalogue.list(viewerOf(req), parseSearch(req)));
  });

  router.get('/api/v1/catalog/videos/:id', async (req, res) => {
    const found = await catalogue.find(viewerOf(req), parseVideoId(req), parsePlayingFile(req));
    if (found.access === 'login')
      throw new Problem('unauthenticated', 'Please log in to see whether you may watch this.');
    if (found.access === 'hidden') throw new Problem('not-found');
    res.json(found.video);
  });

  router.all(['/api/v1/catalog/videos', '/api/v1/catalog/videos/:id'], allowOnly('GET', 'HEAD'));
  return router;
}
