import { configOrExit, createLogger, createMetrics, loadConfig, runService, serve } from '@kinora/service-kit';
import { buildApp, buildMetricsApp } from './app.js';
import { configSchema, gatewayDeps } from './config.js';
import { onUpgrade } from './upgrade.js';

const config = configOrExit(() => loadConfig(configSchema));
const log = createLogger('gateway', config.LOG_LEVEL);

await runService(log, async () => {
  const metrics = createMetrics('gateway');
  const app = buildApp({ log, metrics, ...gatewayDeps(config) });
  const server = await serve(app, {
    host: config.HOST,
    port: config.PORT,
    log,
    onUpgrade: onUpgrade(app),
    maxConnections: config.MAX_CONNECTIONS,
    headerMaxBytes: config.HEADER_MAX_BYTES,
    headersTimeoutMs: config.HEADERS_TIMEOUT_MS,
  });
  const metricsHost = config.METRICS_HOST ?? config.HOST;
  const metricsServer = await serve(buildMetricsApp(metrics), { host: metricsHost, port: config.METRICS_PORT, log });
  return [() => server.close(), () => metricsServer.close()];
});
