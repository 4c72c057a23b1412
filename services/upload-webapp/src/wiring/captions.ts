import type { Router } from 'express';
import { createCaptionRecords } from '../adapters/caption-records.js';
import { createStudioCaptions } from '../domain/captions/studio-captions.js';
import { captionRoutes } from '../routes/captions.js';
import { creations } from '../routes/creation.js';
import type { Admitting } from './admitting.js';
import type { AppDeps } from './app-deps.js';

/** Captions of videos. */
export function captions({ config, db, files }: AppDeps, { videos, admitted, secret }: Admitting): Router {
  const { CAPTIONS_MAX_PER_VIDEO: maxPerVideo, USER_QUOTA_BYTES: quotaBytes } = config;
  const records = createCaptionRecords({ db, admitted, maxPerVideo, quotaBytes });
  const limits = { maxCues: config.CAPTION_MAX_CUES, maxCueChars: config.CAPTION_CUE_MAX_CHARS };
  return captionRoutes({
    ...{ videos, records },
    captions: createStudioCaptions({ records, files, limits }),
    readText: files.getText,
    creationOf: creations({ secret, stateOf: records.stateOf, within: ({ params }) => `${params.id} ` }),
    fileMaxBytes: config.CAPTION_FILE_MAX_BYTES,
  });
}
