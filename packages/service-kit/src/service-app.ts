import express, { type Express } from 'express';
import type { Registry } from 'prom-client';
import { type HealthCheck, healthRoutes } from './health.js';
import type { Logger } from './logger.js';
import { metricsRoutes, requestMetrics } from './metrics.js';
import { requestLog } from './request-log.js';

interface ServiceAppOptions {
  log: Logger;
  metrics: Registry;
  checks?: Record<string, HealthCheck>;
}

/**
 * What every service behind the gateway starts with: request ids, the log, metrics, health.
 * The service adds its routes, then `notFound` and `problemHandler()`.
 */
export function createServiceApp({ log, metrics, checks }: ServiceAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.use(requestLog(log, { trustIncomingId: true }));
  app.use(requestMetrics(metrics));
  app.use(healthRoutes(checks), metricsRoutes(metrics));
  return app;
}
