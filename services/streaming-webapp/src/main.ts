import { connectDatabase } from '@kinora/database';
import { createFileClient } from '@kinora/file-client';
import { configOrExit, createLogger, createMetrics, createTokenVerifier, runService, serve } from '@kinora/service-kit';
import { createPageRenderer } from '@kinora/ui/server';
import { buildApp } from './app.js';
import { readConfig } from './config.js';

const SERVICE = 'streaming-webapp';
const config = configOrExit(readConfig);
const log = createLogger(SERVICE, config.LOG_LEVEL);

await runService(log, async () => {
  const db = connectDatabase(config);
  const files = createFileClient({ baseUrl: config.FILE_SVC_URL, token: config.FILE_TOKEN });
  const renderer = createPageRenderer({
    webDir: new URL('../dist/web/', import.meta.url),
    base: '/assets/',
    devServerUrl: config.WEB_DEV_SERVER_URL,
  });
  const verifyToken = createTokenVerifier(config.AUTH_JWKS_URL);
  const app = buildApp({ config, log, metrics: createMetrics(SERVICE), db, files, renderer, verifyToken });
  const server = await serve(app, { host: config.HOST, port: config.PORT, log });
  return [() => server.close(), () => files.close(), () => db.destroy()];
});
