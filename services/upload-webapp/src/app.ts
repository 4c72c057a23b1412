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
import { createStudioVideos } from './adapters/studio-videos.js';
import type { TranscodeQueue } from './adapters/transcode-queue.js';
import { createUploadRecords } from './adapters/upload-records.js';
import type { Config } from './config.js';
import { announcer } from './domain/announce.js';
import { storeUpload } from './domain/store-upload.js';
import { describeApi } from './openapi/document.js';
import { apiDocsRoutes } from './routes/api-docs.js';
import { createVideoEvents, type VideoEvents } from './routes/events.js';
import { createStudioPages } from './routes/studio-pages.js';
import { uploadRoutes } from './routes/upload.js';
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

/** The studio. `events` has to be closed before the server: its streams would keep the server open. */
export function buildApp(deps: AppDeps): { app: Express; events: VideoEvents } {
  const { config, log, metrics, db, files, queue, renderer } = deps;
  const videos = createStudioVideos({
    db,
    playbackSecret: config.PLAYBACK_SECRET,
    failedSourceKeepSeconds: config.FAILED_SOURCE_KEEP_SECONDS,
  });
  const events = createVideoEvents({
    findEach: videos.findEach,
    log,
    pollMs: config.EVENTS_POLL_MS,
    keepAliveMs: config.EVENTS_KEEP_ALIVE_MS,
  });
  const pages = createStudioPages({ videos, renderer, uploadMaxBytes: config.UPLOAD_MAX_BYTES });
  const announce = announcer(queue, log);
  const storing = {
    records: createUploadRecords(db),
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
  app.use(pageSecurity({ devServerUrl: renderer.devServerUrl }), readLogin(deps.verifyToken));
  app.use(
    uploadRoutes({
      videos,
      announce,
      pages,
      log,
      uploadMaxBytes: config.UPLOAD_MAX_BYTES,
      idleMs: config.UPLOAD_IDLE_MS,
      lingerMs: config.UPLOAD_LINGER_MS,
      lingerMaxBytes: config.UPLOAD_LINGER_BYTES,
      store: (file) => storeUpload(file, storing),
    }),
  );
  app.use(videoRoutes({ videos, events, announce }), pages.routes);
  app.use(apiDocsRoutes(renderer, describeApi(API_VERSION)));
  app.use(notFound, problemHandler({ renderPage: renderErrorPage }));
  return { app, events };
}
