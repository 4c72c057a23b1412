import { JWKS_PATH } from '@kinora/contracts';
import {
  createServiceApp,
  type Logger,
  type Metrics,
  notFound,
  pageSecurity,
  problemHandler,
} from '@kinora/service-kit';
import { renderErrorPage } from '@kinora/ui/server';
import type { Express } from 'express';
import { type LoginDeps, loginRoutes } from './routes/login.js';

export interface AuthDeps extends LoginDeps {
  log: Logger;
  metrics: Metrics;
  devServerUrl?: string | undefined;
}

/** Services keep the keys; a new one (an unknown `kid`) makes them ask again. */
const JWKS_MAX_AGE_SECONDS = 300;

export function buildApp({ log, metrics, devServerUrl, ...deps }: AuthDeps): Express {
  const app = createServiceApp({ log, metrics });
  app.get(JWKS_PATH, (_req, res) => {
    res.set('Cache-Control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`).json({ keys: [deps.tokens.publicJwk] });
  });
  app.use(pageSecurity({ devServerUrl }));
  app.use(deps.pages.assets());
  app.use(loginRoutes(deps));
  app.use(notFound, problemHandler({ renderPage: renderErrorPage }));
  return app;
}
