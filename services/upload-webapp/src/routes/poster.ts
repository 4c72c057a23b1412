import { type Poster, type PosterKeys, pictureKeys, posterWishSchema } from '@kinora/contracts';
import { allowOnly, atMost, mediaUrl, noStore, Problem, requireLogin } from '@kinora/service-kit';
import { type Request, type Response, Router } from 'express';
import { type ChangePosterDeps, changePoster, type PosterWish, posterEtag } from '../domain/poster/change-poster.js';
import type { PosterState } from '../domain/poster/poster-records.js';
import { parse } from '../domain/video-fields.js';
import { type LingerLimits, lingerAfterEarlyAnswer } from './linger.js';
import { loggedIn } from './logged-in.js';
import { readBytes } from './read-bytes.js';
import { readJson } from './read-json.js';
import { parseVideoId } from './requests.js';

export interface PosterRouteDeps extends ChangePosterDeps, LingerLimits {
  candidatesOf(automatic: PosterKeys): Promise<{ number: number; keys: PosterKeys }[]>;
  playbackSecret: string;
  pictureMaxBytes: number;
  /** Pictures that are taken in at one moment. */
  picturesAtOnce: number;
  idleMs: number;
}

const POSTER = '/api/v1/studio/videos/:id/poster';

const busy = (): Problem =>
  new Problem('service-unavailable', 'Others are sending pictures too. Please try again in a few seconds.', {
    headers: { 'Retry-After': '5' },
  });

async function toJson(state: PosterState, { candidatesOf, playbackSecret }: PosterRouteDeps): Promise<Poster> {
  const { videoId, pictureId, choice, automatic } = state;
  const urlOf = (key: string) => mediaUrl(key, playbackSecret);
  const candidates = automatic === null ? [] : await candidatesOf(automatic);
  const shown = pictureId === null ? automatic : pictureKeys(videoId, pictureId);
  return {
    choice,
    ...(shown ? { posterUrl: urlOf(shown.poster), thumbnailUrl: urlOf(shown.thumbnail) } : {}),
    candidates: candidates.map(({ number, keys }) => ({ number, thumbnailUrl: urlOf(keys.thumbnail) })),
  };
}

/** The picture that stands for a video of the person who is logged in. */
export function posterRoutes(deps: PosterRouteDeps): Router {
  const inPlace = atMost(deps.picturesAtOnce, busy);
  const show = async (req: Request, res: Response) => {
    const state = await deps.records.find(loggedIn(req).sub, parseVideoId(req.params.id));
    if (!state) throw new Problem('not-found');
    res
      .set('ETag', posterEtag(state.pictureId))
      .type('json')
      .end(JSON.stringify(await toJson(state, deps)));
  };
  const change = async (req: Request, res: Response, wish: PosterWish) => {
    const which = { ownerId: loggedIn(req).sub, videoId: parseVideoId(req.params.id), ifMatch: req.get('if-match') };
    await changePoster(which, wish, deps);
    await show(req, res);
  };

  const router = Router();
  router.use([POSTER, `${POSTER}/file`], lingerAfterEarlyAnswer(deps), requireLogin, noStore);
  router.get(POSTER, show);
  router.put(POSTER, ...readJson, (req, res) => change(req, res, parse(posterWishSchema, req.body)));
  router.put(`${POSTER}/file`, (req, res) =>
    inPlace(async () => {
      const bytes = await readBytes(req, res, { maxBytes: deps.pictureMaxBytes, idleMs: deps.idleMs });
      await change(req, res, { kind: 'upload', bytes });
    }),
  );
  router.all(POSTER, allowOnly('GET', 'HEAD', 'PUT'));
  router.all(`${POSTER}/file`, allowOnly('PUT'));
  return router;
}
