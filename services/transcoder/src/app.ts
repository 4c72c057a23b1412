import {
  authenticateServices,
  createServiceApp,
  type HealthCheck,
  type Logger,
  notFound,
  problemHandler,
  type Registry,
} from '@kinora/service-kit';
import type { Express } from 'express';
import type { Config } from './config.js';
import type { AskedPictures } from './domain/pictures/asked-pictures.js';
import { pictureRoutes } from './routes/pictures.js';

interface AppDeps {
  log: Logger;
  metrics: Registry;
  checks: Record<string, HealthCheck>;
  config: Pick<Config, 'TRANSCODER_TOKEN' | 'PICTURE_MAX_BYTES' | 'ASKED_PICTURES_AT_ONCE'>;
  pictures: AskedPictures;
}

/** Health and metrics, and pictures for upload-webapp. Never for a browser. */
export function buildApp({ config, pictures, ...deps }: AppDeps): Express {
  const app = createServiceApp(deps);
  app.use('/pictures', authenticateServices({ 'upload-webapp': config.TRANSCODER_TOKEN }));
  app.use(pictureRoutes({ pictures, maxBytes: config.PICTURE_MAX_BYTES, atOnce: config.ASKED_PICTURES_AT_ONCE }));
  app.use(notFound, problemHandler());
  return app;
}
