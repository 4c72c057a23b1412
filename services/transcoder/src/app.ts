import {
  createServiceApp,
  type HealthCheck,
  type Logger,
  notFound,
  problemHandler,
  type Registry,
} from '@kinora/service-kit';
import type { Express } from 'express';

interface AppDeps {
  log: Logger;
  metrics: Registry;
  checks: Record<string, HealthCheck>;
}

/** Health and metrics: all that the transcoder tells over HTTP. */
export function buildApp(deps: AppDeps): Express {
  const app = createServiceApp(deps);
  app.use(notFound, problemHandler());
  return app;
}
