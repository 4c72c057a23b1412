import { type Request, type RequestHandler, type Response, Router } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export { Counter, Gauge, type Registry } from 'prom-client';

export type Metrics = Registry;

/**
 * Each look wakes the process: at prom-client's own 10 ms, six services at rest take several percent of a core from ffmpeg.
 * What it measures is the time between two looks, so a process without any lag shows this time.
 */
const EVENT_LOOP_LOOK_MS = 100;

/** One registry a process, so that two apps in one test do not collide. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_LOOK_MS });
  return registry;
}

/** A service without Express routes, such as the gateway, names the pattern itself. */
const routeOf = (req: Request, res: Response): string => String(res.locals.routePattern ?? req.route?.path ?? 'other');

/** Times every request by method, route pattern and status. Addresses are never labels: they are unbounded. */
export function requestMetrics(registry: Registry): RequestHandler {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of the response, in seconds.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [registry],
  });
  return (req, res, next) => {
    const stop = duration.startTimer();
    res.on('close', () => stop({ method: req.method, route: routeOf(req, res), status: res.statusCode }));
    next();
  };
}

/** `/metrics` in Prometheus text format. */
export function metricsRoutes(registry: Registry): Router {
  const router = Router();
  router.get('/metrics', async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
