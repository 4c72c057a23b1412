import { allowOnly } from '@kinora/service-kit';
import type { PageRenderer } from '@kinora/ui/server';
import { Router } from 'express';
import { ApiDocsPage } from '../../web/api-docs/api-docs-page.js';
import type { ApiDocument } from '../../web/api-docs/api-document.js';

/** What the API is, for people and for programs. It tells nothing of any video, so it needs no login. */
export function apiDocsRoutes(renderer: PageRenderer, api: ApiDocument): Router {
  const router = Router();
  router.get('/api/docs', (req, res) => {
    const props = { user: req.user ? { name: req.user.name } : null, api };
    const element = <ApiDocsPage {...props} />;
    res.set('Cache-Control', 'no-store');
    res.type('html').send(renderer.render({ title: 'API · Kinora', page: 'api-docs', element, props }));
  });
  router.get('/api/docs/openapi.json', (_req, res) => {
    res.json(api);
  });
  router.all(['/api/docs', '/api/docs/openapi.json'], allowOnly('GET', 'HEAD'));
  return router;
}
