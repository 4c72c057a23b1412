import { Router } from 'express';

/** Search engines may list what is public, with its picture, and need nothing of the rest. */
const ROBOTS =
  'User-agent: *\nDisallow: /api/\nDisallow: /auth/\nDisallow: /studio\nDisallow: /media/\nAllow: /media/*/pictures/\n';
const DAY = 'public, max-age=86400';

/** `/robots.txt`, and `/favicon.ico` for who asks for it all the same: pages carry their icon in themselves. */
export function siteFiles(): Router {
  const router = Router();
  router.get('/robots.txt', (_req, res) => {
    res.set('Cache-Control', DAY).type('text').send(ROBOTS);
  });
  router.get('/favicon.ico', (_req, res) => {
    res.set('Cache-Control', DAY).status(204).end();
  });
  return router;
}
