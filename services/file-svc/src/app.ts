import { createServiceApp, type Logger, type Metrics, notFound, problemHandler } from '@kinora/service-kit';
import type { Express } from 'express';
import type { ObjectStore } from './domain/object-store.js';
import { authenticate, type CallerTokens } from './routes/authenticate.js';
import { objectRoutes } from './routes/objects.js';
import type { ReceiveLimits } from './routes/receive.js';

export interface FileServiceDeps {
  log: Logger;
  metrics: Metrics;
  store: ObjectStore;
  tokens: CallerTokens;
  limits: ReceiveLimits;
}

/** Streams objects in and out of the store, for services that carry a token. Never for a browser. */
export function buildApp({ log, metrics, store, tokens, limits }: FileServiceDeps): Express {
  const app = createServiceApp({ log, metrics, checks: { store: () => store.check() } });
  app.use('/objects', authenticate(tokens), objectRoutes(store, limits));
  app.use(notFound, problemHandler());
  return app;
}
