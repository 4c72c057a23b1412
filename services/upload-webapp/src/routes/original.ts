import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StudioVideo } from '@kinora/contracts';
import { allowOnly, Problem, requireLogin } from '@kinora/service-kit';
import { type Request, type Response, Router } from 'express';
import type { OpenOriginal } from '../adapters/originals.js';
import type { StudioVideos } from '../adapters/studio-videos.js';
import { loggedIn } from './logged-in.js';
import { servedFileOf } from './own-videos.js';
import { parseVideoId } from './requests.js';

interface OriginalDeps {
  videos: Pick<StudioVideos, 'find'>;
  open: OpenOriginal;
}

const ADDRESS = '/api/v1/studio/videos/:id/original';
const UNSATISFIABLE = -1;

interface SelectedRange {
  first: number;
  last: number;
  isPart: boolean;
}

/**
 * Several ranges at once, and those that make no sense, are answered with the whole file, as RFC 9110 section 14.2 allows.
 * @throws Problem `range-not-satisfiable`
 */
function selectRange(req: Request, sizeBytes: number, etag: string | undefined): SelectedRange {
  const ifRange = req.get('if-range');
  const ranges = ifRange === undefined || ifRange === etag ? req.range(sizeBytes) : undefined;
  if (ranges === UNSATISFIABLE) {
    throw new Problem('range-not-satisfiable', `The file has ${sizeBytes} bytes.`, {
      headers: { 'Content-Range': `bytes */${sizeBytes}` },
    });
  }
  const [only, ...more] = Array.isArray(ranges) && ranges.type === 'bytes' ? ranges : [];
  if (!only || more.length > 0) return { first: 0, last: sizeBytes - 1, isPart: false };
  return { first: only.start, last: only.end, isPart: true };
}

/** The name may be any text: RFC 6266, which Express follows. A file that was uploaded is never shown, only kept. */
function describe(res: Response, { fileName }: StudioVideo, etag: string | undefined): void {
  res.attachment(fileName).type('application/octet-stream').set({ 'Accept-Ranges': 'bytes' });
  res.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'private, no-cache' });
  if (etag !== undefined) res.set('ETag', etag);
}

/** `GET /api/v1/studio/videos/:id/original`: the bytes as they were uploaded. */
export function originalRoutes({ videos, open }: OriginalDeps): Router {
  const router = Router();
  router.get(ADDRESS, requireLogin, async (req, res) => {
    const video = await videos.find(loggedIn(req).sub, parseVideoId(req.params.id));
    if (!video || video.sizeBytes === null) throw new Problem('not-found', 'There is no such file.');
    const etag = video.sha256 === null ? undefined : `"${video.sha256}"`;
    const { isPart, first, last } = selectRange(req, video.sizeBytes, etag);
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    const body = await open(servedFileOf(video), { first, last }, gone.signal);
    if (!body) throw new Problem('not-found', 'The file of this video is not kept any more.');
    describe(res, video, etag);
    res.set('Content-Length', String(last - first + 1));
    if (isPart) res.status(206).set('Content-Range', `bytes ${first}-${last}/${video.sizeBytes}`);
    await send(req, res, body);
  });
  router.all(ADDRESS, allowOnly('GET', 'HEAD'));
  return router;
}

/** A client that goes away needs no answer; a store that breaks off breaks the answer off. */
async function send(req: Request, res: Response, body: Readable): Promise<void> {
  if (req.method === 'HEAD') {
    body.destroy();
    res.end();
    return;
  }
  await pipeline(body, res).catch((error: unknown) => {
    if (!res.destroyed) throw error;
  });
}
