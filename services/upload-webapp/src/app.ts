import type { Database } from '@kinora/database';
import type { FileClient } from '@kinora/file-client';
import {
  createServiceApp,
  type Logger,
  type Metrics,
  notFound,
  pageSecurity,
  problemHandler,
  readLogin,
  type TokenVerifier,
} from '@kinora/service-kit';
import { type PageRenderer, renderErrorPage } from '@kinora/ui/server';
import type { Express } from 'express';
import { type Admissions, createAdmissions } from './adapters/admissions.js';
import { createCaptionRecords } from './adapters/caption-records.js';
import { createChapterRecords } from './adapters/chapter-records.js';
import { creationStates } from './adapters/creations.js';
import { createFileChanges } from './adapters/file-changes.js';
import { areLost } from './adapters/lost-parts.js';
import { openOriginals } from './adapters/originals.js';
import { createResumableRecords } from './adapters/resumable-records.js';
import { createSha256 } from './adapters/sha256.js';
import { createStudioVideos } from './adapters/studio-videos.js';
import type { TranscodeQueue } from './adapters/transcode-queue.js';
import { createUploadRecords } from './adapters/upload-records.js';
import { createUploadUpkeep } from './adapters/upload-upkeep.js';
import { createVideoEdits } from './adapters/video-edits.js';
import type { Config } from './config.js';
import { type Announce, announcer } from './domain/announce.js';
import { createStudioCaptions } from './domain/captions/studio-captions.js';
import { creationSecret } from './domain/creation-key.js';
import { createResumableUploads, type ResumableUploads } from './domain/resumable/resumable-uploads.js';
import { sweepUploads } from './domain/resumable/sweep-uploads.js';
import { storeUpload } from './domain/store-upload.js';
import { describeApi } from './openapi/document.js';
import { posters } from './posters.js';
import { apiDocsRoutes } from './routes/api-docs.js';
import { captionRoutes } from './routes/captions.js';
import { chapterRoutes } from './routes/chapters.js';
import { creations } from './routes/creation.js';
import { createVideoEvents, type VideoEvents } from './routes/events.js';
import { originalRoutes } from './routes/original.js';
import { posterRoutes } from './routes/poster.js';
import { createStudioPages } from './routes/studio-pages.js';
import { uploadRoutes } from './routes/upload.js';
import { resumableRoutes } from './routes/uploads.js';
import { videoRoutes } from './routes/videos.js';

/** Of the addresses below /api/v1. */
const API_VERSION = '1';

export interface AppDeps {
  config: Config;
  log: Logger;
  metrics: Metrics;
  db: Database;
  files: FileClient;
  queue: TranscodeQueue;
  verifyToken: TokenVerifier;
  renderer: PageRenderer;
}

export interface Studio {
  app: Express;
  /** To be closed before the server: its streams would keep the server open. */
  events: VideoEvents;
  /** To be stopped before the server, so that it stores what has come. */
  uploads: ResumableUploads;
  /** One round of upkeep, for the janitor. */
  sweepUploads(): Promise<void>;
}

function resumable({ config, log, db, files }: AppDeps, announce: Announce, admitted: Admissions) {
  const records = createResumableRecords(db, admitted);
  const finishing = {
    sha256: createSha256(),
    announce,
    areLost,
    completePatienceMs: config.UPLOAD_COMPLETE_PATIENCE_MS,
  };
  const { UPLOAD_MAX_BYTES: uploadMaxBytes, USER_QUOTA_BYTES: userQuotaBytes } = config;
  const limits = { uploadMaxBytes, userQuotaBytes, partMemoryMaxBytes: config.UPLOAD_MEMORY_MAX_BYTES };
  const upkeep = { ...records, ...createUploadUpkeep(db) };
  return {
    uploads: createResumableUploads({ records, files, log, ...finishing, ...limits }),
    sweepUploads: () =>
      sweepUploads({ records: upkeep, files, log, ...finishing, expireSeconds: config.UPLOAD_EXPIRE_SECONDS }),
  };
}

function captions({ config, db, files }: AppDeps, admitted: Admissions, secret: Buffer) {
  const { CAPTIONS_MAX_PER_VIDEO: maxPerVideo, USER_QUOTA_BYTES: quotaBytes } = config;
  const records = createCaptionRecords({ db, admitted, maxPerVideo, quotaBytes });
  const limits = { maxCues: config.CAPTION_MAX_CUES, maxCueChars: config.CAPTION_CUE_MAX_CHARS };
  const fileMaxBytes = config.CAPTION_FILE_MAX_BYTES;
  return {
    records,
    captions: createStudioCaptions({ records, files, limits }),
    readText: files.getText,
    creationOf: creations({ secret, stateOf: records.stateOf, within: ({ params }) => `${params.id} ` }),
    fileMaxBytes,
  };
}

export function buildApp(deps: AppDeps): Studio {
  const { config, log, metrics, db, files, queue, renderer } = deps;
  const videos = createStudioVideos({
    db,
    playbackSecret: config.PLAYBACK_SECRET,
    failedSourceKeepSeconds: config.FAILED_SOURCE_KEEP_SECONDS,
    trashKeepSeconds: config.TRASH_KEEP_SECONDS,
    formerFileKeepSeconds: config.FORMER_FILE_KEEP_SECONDS,
  });
  const events = createVideoEvents({
    findEach: videos.findEach,
    log,
    pollMs: config.EVENTS_POLL_MS,
    keepAliveMs: config.EVENTS_KEEP_ALIVE_MS,
  });
  const pages = createStudioPages({ videos, renderer, uploadMaxBytes: config.UPLOAD_MAX_BYTES });
  const announce = announcer(queue, log);
  const admitted = createAdmissions(db, {
    reserveSeconds: config.UPLOAD_RESERVE_SECONDS,
    waitMs: config.DB_QUERY_TIMEOUT_MS / 3,
  });
  const { uploads, sweepUploads } = resumable(deps, announce, admitted);
  const secret = creationSecret(config.PLAYBACK_SECRET);
  const creationOf = creations({ secret, stateOf: creationStates(db) });
  const refusing = { lingerMs: config.UPLOAD_LINGER_MS, lingerMaxBytes: config.UPLOAD_LINGER_BYTES };
  const storing = {
    records: createUploadRecords(db, admitted),
    userQuotaBytes: config.USER_QUOTA_BYTES,
    files,
    log,
    heartbeatMs: config.UPLOAD_HEARTBEAT_MS,
    completePatienceMs: config.UPLOAD_COMPLETE_PATIENCE_MS,
  };

  const app = createServiceApp({
    log,
    metrics,
    checks: { database: videos.ping, storage: () => files.ping() },
  });
  app.use(renderer.assets());
  app.use(pageSecurity({ workers: true, devServerUrl: renderer.devServerUrl }), readLogin(deps.verifyToken));
  app.use(
    uploadRoutes({
      videos,
      announce,
      pages,
      log,
      uploadMaxBytes: config.UPLOAD_MAX_BYTES,
      idleMs: config.UPLOAD_IDLE_MS,
      ...refusing,
      creationOf,
      store: (file) => storeUpload(file, storing),
    }),
  );
  app.use(
    resumableRoutes({
      uploads,
      creationOf,
      videos,
      uploadMaxBytes: config.UPLOAD_MAX_BYTES,
      expireSeconds: config.UPLOAD_EXPIRE_SECONDS,
      idleMs: config.UPLOAD_IDLE_MS,
      ...refusing,
    }),
  );
  app.use(originalRoutes({ videos, open: openOriginals(files) }));
  app.use(
    captionRoutes({ videos, ...captions(deps, admitted, secret) }),
    posterRoutes(posters(deps)),
    chapterRoutes(createChapterRecords(db)),
  );
  app.use(
    videoRoutes({ videos, edits: createVideoEdits(db), events, announce, fileChanges: createFileChanges(db) }),
    pages.routes,
  );
  app.use(apiDocsRoutes(renderer, describeApi(API_VERSION)));
  app.use(notFound, problemHandler({ renderPage: renderErrorPage }));
  return { app, events, uploads, sweepUploads };
}
