import type { Router } from 'express';
import { createPictureMaker } from '../adapters/picture-maker.js';
import { createPictureObjects, findCandidates } from '../adapters/picture-objects.js';
import { createPosterRecords } from '../adapters/poster-records.js';
import { posterRoutes } from '../routes/poster.js';
import type { AppDeps } from './app-deps.js';

/** Choosing the pictures of videos. */
export const posters = ({ config, db, files }: AppDeps): Router =>
  posterRoutes({
    records: createPosterRecords(db, config.OLD_PICTURE_KEEP_SECONDS),
    maker: createPictureMaker({
      baseUrl: config.TRANSCODER_URL,
      token: config.TRANSCODER_TOKEN,
      timeoutMs: config.TRANSCODER_TIMEOUT_MS,
    }),
    objects: createPictureObjects(files),
    candidatesOf: (automatic) => findCandidates(files, automatic),
    limits: {
      minSidePixels: config.PICTURE_MIN_SIDE_PIXELS,
      maxSidePixels: config.PICTURE_MAX_SIDE_PIXELS,
      maxPixels: config.PICTURE_MAX_PIXELS,
    },
    pictureMaxBytes: config.PICTURE_MAX_BYTES,
    picturesAtOnce: config.PICTURES_AT_ONCE,
    playbackSecret: config.PLAYBACK_SECRET,
    idleMs: config.UPLOAD_IDLE_MS,
    lingerMs: config.UPLOAD_LINGER_MS,
    lingerMaxBytes: config.UPLOAD_LINGER_BYTES,
  });
