import {
  type HealthCheck,
  healthRoutes,
  type Logger,
  type Metrics,
  metricsRoutes,
  notFound,
  pageSecurity,
  problemHandler,
  requestLog,
  requestMetrics,
} from '@kinora/service-kit';
import { renderErrorPage } from '@kinora/ui/error-page';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { ProxyLimits } from './adapters/exchange.js';
import { createServiceProxy } from './adapters/service-proxy.js';
import type { MediaTarget } from './domain/media.js';
import { pathOf } from './domain/request-target.js';
import { routeOf, type ServiceName } from './domain/routes.js';
import { drainAfterEarlyAnswer } from './routes/drain.js';
import { guard } from './routes/guard.js';
import { mediaRoute, setMediaHeaders } from './routes/media.js';

export interface GatewayDeps {
  log: Logger;
  metrics: Metrics;
  serviceUrls: Record<ServiceName, string>;
  fileToken: string;
  playbackSecret: string;
  limits: ProxyLimits & { urlMaxChars: number };
  /** Express's setting `trust proxy`. */
  trustProxy: boolean | number | string;
}

/** Only an upload waits for others to confirm it. */
const quick = ({ limits }: GatewayDeps): ProxyLimits => ({ ...limits, responseTimeoutMs: limits.readTimeoutMs });

function createMediaProxies(deps: GatewayDeps): Record<MediaTarget['service'], RequestHandler> {
  const to = (service: MediaTarget['service'], title: string) =>
    createServiceProxy({
      ...{ title, url: deps.serviceUrls[service] },
      ...{ limits: quick(deps), onResponse: setMediaHeaders },
    });
  return { 'file-svc': to('file-svc', 'The media storage'), 'streaming-webapp': to('streaming-webapp', 'The player') };
}

function createProxies(deps: GatewayDeps): Record<Exclude<ServiceName, 'file-svc'>, RequestHandler> {
  const to = (service: ServiceName, title: string, within: ProxyLimits = quick(deps)) =>
    createServiceProxy({ title, url: deps.serviceUrls[service], limits: within });
  return {
    'auth-svc': to('auth-svc', 'The login service'),
    'upload-webapp': to('upload-webapp', 'The studio', deps.limits),
    'streaming-webapp': to('streaming-webapp', 'The catalogue'),
  };
}

const passOn =
  (proxies: ReturnType<typeof createProxies>): RequestHandler =>
  (req, res, next) => {
    const route = routeOf(pathOf(req.url));
    if (!route) return next();
    res.locals.routePattern = route.pattern;
    proxies[route.service](req, res, next);
  };

/** Pages that the gateway itself makes carry the headers of a page; what a service answers keeps its own. */
function secureErrorPages(): ErrorRequestHandler {
  const secure = pageSecurity();
  return (error, req, res, next) => (res.headersSent ? next(error) : secure(req, res, () => next(error)));
}

const READY_TIMEOUT_MS = 2_500;

/** The gateway is ready when the services are. */
function readyChecks(serviceUrls: Record<ServiceName, string>): Record<string, HealthCheck> {
  const check = async (url: string) => {
    const response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(READY_TIMEOUT_MS) });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`answered ${response.status}`);
  };
  return Object.fromEntries(Object.entries(serviceUrls).map(([name, url]) => [name, () => check(url)]));
}

/** For the operator's own network only. */
export const buildMetricsApp = (metrics: Metrics): Express => express().use(metricsRoutes(metrics));

export function buildApp(deps: GatewayDeps): Express {
  const proxies = createProxies(deps);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.trustProxy);
  app.use(requestLog(deps.log, { trustIncomingId: false }), requestMetrics(deps.metrics));
  app.use(drainAfterEarlyAnswer, guard(deps.limits.urlMaxChars));
  app.use(healthRoutes(readyChecks(deps.serviceUrls)));
  app.use(mediaRoute({ proxies: createMediaProxies(deps), ...deps }), passOn(proxies));
  app.use(notFound, secureErrorPages(), problemHandler({ renderPage: renderErrorPage }));
  return app;
}
