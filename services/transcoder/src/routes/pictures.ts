import { frameRequestSchema, type MadePicture } from '@kinora/contracts';
import { allowOnly, atMost, Problem } from '@kinora/service-kit';
import express, { type Request, type Response, Router } from 'express';
import { type AskedPictures, busy } from '../domain/pictures/asked-pictures.js';

interface PictureRouteDeps {
  pictures: AskedPictures;
  maxBytes: number;
  /** How many are made at one moment. */
  atOnce: number;
}

/** `POST /pictures/frame` with JSON, and `POST /pictures/scaled` with the bytes of a picture. */
export function pictureRoutes({ pictures, maxBytes, atOnce }: PictureRouteDeps): Router {
  const inPlace = atMost(atOnce, busy);
  const answer = (res: Response, make: (signal: AbortSignal) => Promise<MadePicture>) =>
    inPlace(async () => {
      const gone = new AbortController();
      res.once('close', () => gone.abort());
      res.json(await make(gone.signal));
    });
  const readFrameRequest = ({ body }: Request) => {
    const { success, data } = frameRequestSchema.safeParse(body);
    if (!success) throw new Problem('bad-request', 'The body must be {sourceKey, sizeBytes, atSeconds}.');
    return data;
  };

  const router = Router();
  router.post('/pictures/frame', express.json(), (req, res) => {
    const request = readFrameRequest(req);
    return answer(res, (signal) => pictures.takeFrame(request, signal));
  });
  router.post('/pictures/scaled', express.raw({ type: () => true, limit: maxBytes }), (req, res) =>
    answer(res, (signal) => pictures.scale(req.body, signal)),
  );
  router.all(['/pictures/frame', '/pictures/scaled'], allowOnly('POST'));
  return router;
}
