import { allowOnly, noStore, Problem, requireLogin } from '@kinora/service-kit';
import { type Request, type Response, Router } from 'express';
import { type ChapterRecords, chaptersEtag, isCurrentFor, parseChapters } from '../domain/chapters.js';
import { assertEdited } from '../domain/edit-outcome.js';
import { loggedIn } from './logged-in.js';
import { readJson } from './read-json.js';
import { parseVideoId } from './requests.js';

const CHAPTERS = '/api/v1/studio/videos/:id/chapters';

/** The chapters of a video of the person who is logged in: always all of them. */
export function chapterRoutes(records: ChapterRecords): Router {
  const named = (req: Request): [ownerId: string, id: string] => [loggedIn(req).sub, parseVideoId(req.params.id)];
  const find = async (req: Request) => {
    const found = await records.find(...named(req));
    if (!found) throw new Problem('not-found');
    return found;
  };
  const show = async (req: Request, res: Response) => {
    const { chapters } = await find(req);
    res.set('ETag', chaptersEtag(chapters)).type('json').end(JSON.stringify({ chapters }));
  };

  const router = Router();
  router.use(CHAPTERS, requireLogin, noStore);
  router.get(CHAPTERS, show);
  router.put(CHAPTERS, ...readJson, async (req, res) => {
    const chapters = parseChapters(req.body, (await find(req)).durationSeconds);
    assertEdited(await records.replace(...named(req), chapters, isCurrentFor(req.get('if-match'))));
    await show(req, res);
  });
  router.all(CHAPTERS, allowOnly('GET', 'HEAD', 'PUT'));
  return router;
}
