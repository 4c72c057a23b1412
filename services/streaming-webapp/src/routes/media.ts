import { cuesWithin, readCaptions, writeTextSegment } from '@kinora/captions';
import { FIRST_STREAM_FILE, GROWING_STREAM_FILE, hlsPrefix, isObjectKey, LADDER_STREAM_FILE } from '@kinora/contracts';
import { Problem, requirePlaybackToken } from '@kinora/service-kit';
import { type Request, type RequestHandler, Router } from 'express';
import type { Captions } from '../adapters/added-captions.js';
import type { ReadText } from '../adapters/stored-texts.js';
import { addCaptions } from '../domain/captions/add-captions.js';
import { captionPlaylist, parseFileName } from '../domain/captions/caption-playlist.js';

interface MediaDeps {
  captions: Captions;
  readText: ReadText;
  playbackSecret: string;
}

const STREAMS = new Set([LADDER_STREAM_FILE, FIRST_STREAM_FILE, GROWING_STREAM_FILE]);
const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';
const NO_LIMITS = { maxCues: Number.POSITIVE_INFINITY, maxCueChars: Number.POSITIVE_INFINITY };

const param = (req: Request, name: string): string => String(req.params[name]);
const videoOf = (req: Request): string => param(req, 'id');

/** A stored text that an address names. @throws Problem `not-found` */
async function stored(readText: ReadText, key: string | undefined): Promise<string> {
  const text = key !== undefined && isObjectKey(key) ? await readText(key) : undefined;
  if (text === undefined) throw new Problem('not-found');
  return text;
}

/** A stream without captions is better than none, so a database that is away keeps nobody from watching. */
const captionsFor = (captions: Captions, req: Request) =>
  captions.of(videoOf(req)).catch((err: unknown) => {
    req.log.warn({ err, videoId: videoOf(req) }, 'a stream goes out without its captions');
    return [];
  });

/** What of a stream is made when it is asked for: the playlist that names all of it, and the captions that were added to the video. */
export function mediaRoutes({ captions, readText, playbackSecret }: MediaDeps): Router {
  const withToken: RequestHandler = (req, _res, next) => {
    requirePlaybackToken(param(req, 'token'), videoOf(req), playbackSecret);
    next();
  };
  const router = Router();

  router.get('/media/:token/:id/:attempt/:file', withToken, async (req, res, next) => {
    const [attempt, file] = [param(req, 'attempt'), param(req, 'file')];
    if (!STREAMS.has(file)) return next();
    const playlist = await stored(readText, `${hlsPrefix(videoOf(req))}${attempt}/${file}`);
    const all = addCaptions(playlist, await captionsFor(captions, req), attempt);
    res.type(PLAYLIST_TYPE).send(all);
  });

  router.get('/media/:token/:id/captions/:text/:attempt/:rendition/:file', withToken, async (req, res) => {
    if (!(await captions.textPath(videoOf(req), param(req, 'text')))) throw new Problem('not-found');
    const [attempt, rendition, file] = ['attempt', 'rendition', 'file'].map((name) => param(req, name));
    const playlist = await stored(readText, `${hlsPrefix(videoOf(req))}${attempt}/${rendition}/${file}`);
    res.type(PLAYLIST_TYPE).send(captionPlaylist(playlist));
  });

  router.get('/media/:token/:id/captions/:text/:file', withToken, async (req, res) => {
    const asked = parseFileName(param(req, 'file'));
    if (!asked) throw new Problem('not-found');
    const text = await stored(readText, await captions.textPath(videoOf(req), param(req, 'text')));
    const cues = cuesWithin(readCaptions(text, NO_LIMITS), asked.totalSeconds);
    res.type('text/vtt').send(writeTextSegment(cues, asked));
  });

  return router;
}
