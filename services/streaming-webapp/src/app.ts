import type { Database } from '@kinora/database';
import type { FileClient } from '@kinora/file-client';
import {
  createServiceApp,
  type Logger,
  type Metrics,
  notFound,
  problemHandler,
  readLogin,
  type TokenVerifier,
} from '@kinora/service-kit';
import { type PageRenderer, renderErrorPage } from '@kinora/ui/server';
import type { Express } from 'express';
import { createCaptions } from './adapters/added-captions.js';
import { createCueReader } from './adapters/caption-cues.js';
import { createCatalogue } from './adapters/catalogue.js';
import type { Config } from './config.js';
import { catalogueApi } from './routes/api.js';
import { mediaRoutes } from './routes/media.js';
import { viewerPages } from './routes/pages.js';
import { siteFiles } from './routes/site-files.js';

export interface AppDeps {
  config: Pick<Config, 'PLAYBACK_SECRET' | 'CAPTION_CACHE_MAX_BYTES'>;
  log: Logger;
  metrics: Metrics;
  db: Database;
  files: Pick<FileClient, 'getText'>;
  verifyToken: TokenVerifier;
  renderer: PageRenderer;
}

/** What viewers see: the catalogue, the watch page, the bare player. */
export function buildApp({ config, log, metrics, db, files, verifyToken, renderer }: AppDeps): Express {
  const catalogue = createCatalogue(db, config.PLAYBACK_SECRET);
  const app = createServiceApp({ log, metrics, checks: { database: catalogue.ping } });
  app.use(renderer.assets(), siteFiles());
  app.use(
    mediaRoutes({
      captions: createCaptions(db),
      readText: files.getText,
      readCues: createCueReader(files, config.CAPTION_CACHE_MAX_BYTES),
      playbackSecret: config.PLAYBACK_SECRET,
    }),
  );
  app.use(readLogin(verifyToken));
  app.use(catalogueApi(catalogue), viewerPages({ catalogue, renderer }));
  app.use(notFound, problemHandler({ renderPage: renderErrorPage }));
  return app;
}
