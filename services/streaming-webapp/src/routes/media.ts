import { type Cue, cuesWithin, writeTextSegment } from '@kinora/captions';
import {
  captionKey,
  FIRST_STREAM_FILE,
  GROWING_STREAM_FILE,
  hlsPrefix,
  isObjectKey,
  LADDER_STREAM_FILE,
} from '@kinora/contracts';
import { Problem, requirePlaybackToken } from '@kinora/service-kit';
import { type Request, type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Captions } from '../adapters/added-captions.js';
import type { ReadCues } from '../adapters/caption-cues.js';
import { addCaptions } from '../domain/captions/add-captions.js';
import { captionPlaylist, parseFileName } from '../domain/captions/caption-playlist.js';

type ReadText = (key: string) => Promise<string | null>;

interface MediaDeps {
  captions: Captions;
  /** Null when there is no such object. */
  readText: ReadText;
  readCues: ReadCues;
  playbackSecret: string;
}

const STREAMS = new Set([LADDER_STREAM_FILE, FIRST_STREAM_FILE, GROWING_STREAM_FILE]);
const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';

const param = (req: Request, name: string): string => String(req.params[name]);
const videoOf = (req: Request): string => param(req, 'id');

/** @throws Problem `not-found` for what cannot be the id of a text */
function parseTextId(req: Request): string {
  const { success, data } = z.uuid().safeParse(req.params.text);
  if (!success) throw new Problem('not-found');
  return data;
}

/** A stored text that an address names. @throws Problem `not-found` */
async function stored(readText: ReadText, key: string): Promise<string> {
  const text = isObjectKey(key) ? await readText(key) : null;
  if (text === null) throw new Problem('not-found');
  return text;
}

/** A stream without captions is better than none, so a database that is away keeps nobody from watching. */
const captionsFor = (captions: Captions, req: Request) =>
  captions.of(videoOf(req)).catch((err: unknown) => {
    req.log.warn({ err, videoId: videoOf(req) }, 'a stream goes out without its captions');
    return [];
  });

/** What of a stream is made when it is asked for: the playlist that names all of it, and the captions that were added to the video. */
export function mediaRoutes({ captions, readText, readCues, playbackSecret }: MediaDeps): Router {
  const withToken: RequestHandler = (req, _res, next) => {
    requirePlaybackToken(param(req, 'token'), videoOf(req), playbackSecret);
    next();
  };
  /**
   * The database is asked only for what does not lie with the file itself, so that who watches goes on while it is away. None
   * for what was replaced or deleted: hls.js ends the whole stream over subtitles that are not there.
   */
  const addedCues = async (req: Request): Promise<readonly Cue[]> => {
    const textId = parseTextId(req);
    const own = await readCues(captionKey(videoOf(req), textId));
    if (own) return own;
    const videoId = await captions.videoOf(videoOf(req));
    return (videoId !== videoOf(req) && (await readCues(captionKey(videoId, textId)))) || [];
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
    const [attempt, rendition, file] = ['attempt', 'rendition', 'file'].map((name) => param(req, name));
    const playlist = await stored(readText, `${hlsPrefix(videoOf(req))}${attempt}/${rendition}/${file}`);
    res.type(PLAYLIST_TYPE).send(captionPlaylist(playlist));
  });

  router.get('/media/:token/:id/captions/:text/:file', withToken, async (req, res) => {
    const asked = parseFileName(param(req, 'file'));
    if (!asked) throw new Problem('not-found');
    const cues = cuesWithin(await addedCues(req), asked.totalSeconds);
    res.type('text/vtt').send(writeTextSegment(cues, asked));
  });

  return router;
}
