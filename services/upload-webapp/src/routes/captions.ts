import { allowOnly, noStore, Problem, requireLogin } from '@kinora/service-kit';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { StudioVideos } from '../adapters/studio-videos.js';
import { parseCaptionEdit, parseNewCaption } from '../domain/captions/caption-fields.js';
import { assertCaptionsChanged } from '../domain/captions/caption-problems.js';
import type { CaptionRecords, CaptionsOf, CaptionTarget } from '../domain/captions/caption-records.js';
import type { StudioCaptions } from '../domain/captions/studio-captions.js';
import { allowedVersions, etagOf } from '../domain/if-match.js';
import { captionFileOf, readCaptionFile } from './caption-file.js';
import type { CreationOf } from './creation.js';
import { loggedIn } from './logged-in.js';
import { findOwn } from './own-videos.js';
import { readJson } from './read-json.js';
import { parseVideoId } from './requests.js';

interface CaptionRouteDeps {
  videos: StudioVideos;
  records: CaptionRecords;
  captions: StudioCaptions;
  /** Null when it was replaced or deleted meanwhile. */
  readText(textPath: string): Promise<string | null>;
  creationOf: CreationOf;
  fileMaxBytes: number;
}

const ALL = '/api/v1/studio/videos/:id/captions';
const ONE = `${ALL}/:captionId`;
const FILE = `${ONE}/file`;

const videoOf = (req: Request): CaptionsOf => ({ ownerId: loggedIn(req).sub, videoId: parseVideoId(req.params.id) });
const captionIdOf = (req: Request): string => parseVideoId(req.params.captionId);
const targetOf = (req: Request): CaptionTarget => ({
  ...videoOf(req),
  ...{ captionId: captionIdOf(req), allowed: allowedVersions(req.get('if-match')) },
});

/** `Harbour.de.vtt` */
const nameOf = (fileName: string, language: string): string => `${fileName.replace(/\.\w+$/, '')}.${language}.vtt`;

/** Captions of the videos of the person who is logged in. */
export function captionRoutes({
  videos,
  records,
  captions,
  readText,
  creationOf,
  fileMaxBytes,
}: CaptionRouteDeps): Router {
  const list = async (req: Request) => {
    const found = await records.list(videoOf(req));
    if (!found) throw new Problem('not-found');
    return found;
  };
  const find = async (req: Request, captionId = captionIdOf(req)) => {
    const found = await records.find(videoOf(req), captionId);
    if (!found) throw new Problem('not-found');
    return found;
  };
  const sendOne = async (req: Request, res: Response, captionId?: string) => {
    const { textPath: _inside, ...caption } = await find(req, captionId);
    res.set('ETag', etagOf(caption.version)).json(caption);
  };
  /** Looks before a body is read. */
  const after =
    (look: (req: Request) => Promise<unknown>): RequestHandler =>
    async (req, _res, next) => {
      await look(req);
      next();
    };
  const readFile = readCaptionFile(fileMaxBytes);

  const router = Router();
  router.use(ALL, requireLogin, noStore);

  router.get(ALL, async (req, res) => void res.json({ captions: await list(req) }));

  router.post(ALL, after(list), readFile, async (req, res) => {
    const { id, isRepeated } = await creationOf(req);
    if (!isRepeated) await captions.add(videoOf(req), id, parseNewCaption(req.query), captionFileOf(req));
    res.status(201).location(`${req.path}/${id}`);
    await sendOne(req, res, id);
  });

  router.get(ONE, (req, res) => sendOne(req, res));

  router.patch(ONE, ...readJson, async (req, res) => {
    assertCaptionsChanged(await records.edit(targetOf(req), parseCaptionEdit(req.body)));
    await sendOne(req, res);
  });

  router.delete(ONE, async (req, res) => {
    assertCaptionsChanged(await records.remove(targetOf(req)));
    res.status(204).end();
  });

  router.post(`${ONE}/restore`, async (req, res) => {
    assertCaptionsChanged(await records.restore(videoOf(req), captionIdOf(req)));
    await sendOne(req, res);
  });

  router.get(FILE, async (req, res) => {
    const { textPath, language, version } = await find(req);
    const { fileName } = await findOwn(videos, req);
    const text = await readText(textPath);
    if (text === null) throw new Problem('conflict', 'They were changed at this moment. Please try again.');
    res.attachment(nameOf(fileName, language)).set('ETag', etagOf(version)).type('text/vtt').send(text);
  });

  router.put(FILE, after(find), readFile, async (req, res) => {
    await captions.replace(targetOf(req), captionFileOf(req));
    await sendOne(req, res);
  });

  router.all(ALL, allowOnly('GET', 'HEAD', 'POST'));
  router.all(ONE, allowOnly('GET', 'HEAD', 'PATCH', 'DELETE'));
  router.all(`${ONE}/restore`, allowOnly('POST'));
  router.all(FILE, allowOnly('GET', 'HEAD', 'PUT'));
  return router;
}
