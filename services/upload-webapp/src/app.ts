import { createServiceApp, notFound, pageSecurity, problemHandler, readLogin } from '@kinora/service-kit';
import { renderErrorPage } from '@kinora/ui/server';
import type { Express } from 'express';
import { createChapterRecords } from './adapters/chapter-records.js';
import { createFileChanges } from './adapters/file-changes.js';
import { openOriginals } from './adapters/originals.js';
import { createVideoEdits } from './adapters/video-edits.js';
import { announcer } from './domain/announce.js';
import { creationSecret } from './domain/creation-key.js';
import { describeApi } from './openapi/document.js';
import { apiDocsRoutes } from './routes/api-docs.js';
import { chapterRoutes } from './routes/chapters.js';
import type { VideoEvents } from './routes/events.js';
import { originalRoutes } from './routes/original.js';
import { createStudioPages } from './routes/studio-pages.js';
import { videoRoutes } from './routes/videos.js';
import { admissions } from './wiring/admitting.js';
import type { AppDeps } from './wiring/app-deps.js';
import { captions } from './wiring/captions.js';
import { posters } from './wiring/posters.js';
import { type Uploading, uploading } from './wiring/uploads.js';
import { studioVideos, videoEvents } from './wiring/videos.js';

/** Of the addresses below /api/v1. */
const API_VERSION = '1';

export interface Studio extends Omit<Uploading, 'routes'> {
  app: Express;
  /** To be closed before the server: its streams would keep the server open. */
  events: VideoEvents;
}

export function buildApp(deps: AppDeps): Studio {
  const { config, log, metrics, db, files, queue, renderer } = deps;
  const videos = studioVideos(deps);
  const events = videoEvents(deps, videos);
  const announce = announcer(queue, log);
  const pages = createStudioPages({ videos, renderer, uploadMaxBytes: config.UPLOAD_MAX_BYTES });
  const admitting = { videos, admitted: admissions(deps), secret: creationSecret(config.PLAYBACK_SECRET) };
  const { routes: uploads, ...running } = uploading(deps, { ...admitting, pages, announce });
  const edits = createVideoEdits(db);
  const fileChanges = createFileChanges(db);

  const app = createServiceApp({ log, metrics, checks: { database: videos.ping, storage: () => files.ping() } });
  app.use(renderer.assets());
  app.use(pageSecurity({ workers: true, devServerUrl: renderer.devServerUrl }), readLogin(deps.verifyToken));
  app.use(uploads);
  app.use(originalRoutes({ videos, open: openOriginals(files) }));
  app.use(captions(deps, admitting), posters(deps), chapterRoutes(createChapterRecords(db)));
  app.use(videoRoutes({ videos, edits, events, announce, fileChanges }), pages.routes);
  app.use(apiDocsRoutes(renderer, describeApi(API_VERSION)));
  app.use(notFound, problemHandler({ renderPage: renderErrorPage }));
  return { app, events, ...running };
}
