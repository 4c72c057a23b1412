import {
  allowOnly,
  authenticateServices,
  createServiceApp,
  type Logger,
  type Metrics,
  notFound,
  problemHandler,
} from '@kinora/service-kit';
import type { Express } from 'express';
import type { Caller } from './domain/grants.js';
import type { ObjectStore } from './domain/object-store.js';
import { objectRoutes } from './routes/objects.js';
import { partUploadRoutes } from './routes/part-uploads.js';
import type { ReceiveLimits } from './routes/receive.js';
import { getSpace } from './routes/space.js';

export interface FileServiceDeps {
  log: Logger;
  metrics: Metrics;
  store: ObjectStore;
  tokens: Record<Caller, string>;
  limits: ReceiveLimits;
}

/** Streams objects in and out of the store, for services that carry a token. Never for a browser. */
export function buildApp({ log, metrics, store, tokens, limits }: FileServiceDeps): Express {
  const app = createServiceApp({ log, metrics, checks: { store: () => store.check() } });
  app.use(['/objects', '/uploads', '/space'], authenticateServices(tokens));
  app.use('/objects', objectRoutes(store, limits));
  app.use('/uploads', partUploadRoutes(store, limits));
  app.route('/space').get(getSpace(store)).all(allowOnly('GET', 'HEAD'));
  app.use(notFound, problemHandler());
  return app;
}
