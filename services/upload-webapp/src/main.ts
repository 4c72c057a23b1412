import { connectDatabase } from '@kinora/database';
import { createFileClient } from '@kinora/file-client';
import { configOrExit, createLogger, createMetrics, createTokenVerifier, runService, serve } from '@kinora/service-kit';
import { createPageRenderer } from '@kinora/ui/server';
import { createJanitorRecords } from './adapters/janitor-records.js';
import { createServedFiles } from './adapters/served-files.js';
import { createTranscodeQueue } from './adapters/transcode-queue.js';
import { buildApp } from './app.js';
import { readConfig } from './config.js';
import { startJanitor } from './domain/janitor.js';
import { startChangeOver } from './domain/video-files/change-over.js';

const SERVICE = 'upload-webapp';
const config = configOrExit(readConfig);
const log = createLogger(SERVICE, config.LOG_LEVEL);

await runService(log, async () => {
  const db = connectDatabase(config);
  const files = createFileClient({ baseUrl: config.FILE_SVC_URL, token: config.FILE_TOKEN });
  const queue = createTranscodeQueue({
    redisUrl: config.REDIS_URL,
    addTimeoutMs: config.QUEUE_ADD_TIMEOUT_MS,
    onError: (err) => log.warn({ err }, 'the queue cannot be reached'),
  });
  const renderer = createPageRenderer({
    webDir: new URL('../dist/web/', import.meta.url),
    base: '/studio-assets/',
    devServerUrl: config.WEB_DEV_SERVER_URL,
  });
  const verifyToken = createTokenVerifier(config.AUTH_JWKS_URL);
  const metrics = createMetrics(SERVICE);
  const { app, events, uploads, sweepUploads } = buildApp({
    config,
    log,
    metrics,
    db,
    files,
    queue,
    renderer,
    verifyToken,
  });
  const server = await serve(app, { host: config.HOST, port: config.PORT, log });
  const janitor = startJanitor({
    records: createJanitorRecords(db, {
      failedSourceKeepSeconds: config.FAILED_SOURCE_KEEP_SECONDS,
      trashKeepSeconds: config.TRASH_KEEP_SECONDS,
      formerFileKeepSeconds: config.FORMER_FILE_KEEP_SECONDS,
      deletedCaptionsKeepSeconds: config.DELETED_CAPTIONS_KEEP_SECONDS,
    }),
    files,
    log,
    staleMs: config.UPLOAD_STALE_MS,
    periodMs: config.JANITOR_PERIOD_MS,
    sweepUploads,
  });
  const served = createServedFiles(db);
  const changeOver = startChangeOver({ served, log, periodMs: config.CHANGE_OVER_PERIOD_MS });
  return [
    async () => events.close(),
    () => uploads.stop(),
    () => server.close(),
    () => janitor.stop(),
    () => changeOver.stop(),
    () => queue.close(),
    () => files.close(),
    () => db.destroy(),
  ];
});
