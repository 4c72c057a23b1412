import type { Database } from '@kinora/database';
import type { FileClient } from '@kinora/file-client';
import { createPictureMaker } from './adapters/picture-maker.js';
import { createPictureObjects, findCandidates } from './adapters/picture-objects.js';
import { createPosterRecords } from './adapters/poster-records.js';
import type { Config } from './config.js';
import type { PosterRouteDeps } from './routes/poster.js';

interface PosterDeps {
  config: Config;
  db: Database;
  files: FileClient;
}

/** What choosing the pictures of videos takes. */
export const posters = ({ config, db, files }: PosterDeps): PosterRouteDeps => ({
  records: createPosterRecords(db, config.OLD_PICTURE_KEEP_SECONDS),
  maker: createPictureMaker({
    baseUrl: config.TRANSCODER_URL,
    token: config.TRANSCODER_TOKEN,
    timeoutMs: config.TRANSCODER_TIMEOUT_MS,
  }),
  objects: createPictureObjects(files),
  limits: {
    minSidePixels: config.PICTURE_MIN_SIDE_PIXELS,
    maxSidePixels: config.PICTURE_MAX_SIDE_PIXELS,
    maxPixels: config.PICTURE_MAX_PIXELS,
  },
  candidatesOf: (automatic) => findCandidates(files, automatic),
  playbackSecret: config.PLAYBACK_SECRET,
  ...{ pictureMaxBytes: config.PICTURE_MAX_BYTES, picturesAtOnce: config.PICTURES_AT_ONCE },
  ...{ idleMs: config.UPLOAD_IDLE_MS, lingerMs: config.UPLOAD_LINGER_MS, lingerMaxBytes: config.UPLOAD_LINGER_BYTES },
});
