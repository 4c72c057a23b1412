import { configOrExit, createLogger, createMetrics, loadConfig, runService, serve } from '@kinora/service-kit';
import { createLocalStore } from './adapters/local-store.js';
import { createS3Store } from './adapters/s3-store.js';
import { buildApp } from './app.js';
import { configSchema, type FileServiceConfig } from './config.js';
import type { ObjectStore } from './domain/object-store.js';
import { sweepStaleUploads } from './stale-uploads.js';

const HOUR_MS = 3_600_000;

const config = configOrExit(() => loadConfig(configSchema));
const log = createLogger('file-svc', config.LOG_LEVEL);

async function openStore(settings: FileServiceConfig): Promise<ObjectStore> {
  const { S3_BUCKET, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  if (!S3_BUCKET) return createLocalStore(String(settings.FILE_STORE_DIR));
  return createS3Store({
    bucket: S3_BUCKET,
    endpoint: settings.S3_ENDPOINT,
    region: settings.S3_REGION,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
    objectMaxBytes: settings.UPLOAD_MAX_BYTES,
  });
}

await runService(log, async () => {
  const store = await openStore(config);
  const app = buildApp({
    log,
    metrics: createMetrics('file-svc'),
    store,
    tokens: {
      'upload-webapp': config.FILE_TOKEN_UPLOAD_WEBAPP,
      transcoder: config.FILE_TOKEN_TRANSCODER,
      'streaming-webapp': config.FILE_TOKEN_STREAMING_WEBAPP,
      gateway: config.FILE_TOKEN_GATEWAY,
    },
    limits: {
      objectMaxBytes: config.UPLOAD_MAX_BYTES,
      partMaxBytes: config.PART_MAX_BYTES,
      partMemoryMaxBytes: config.PART_MEMORY_MAX_BYTES,
      idleTimeoutMs: config.IDLE_TIMEOUT_SECONDS * 1_000,
    },
  });
  const server = await serve(app, { host: config.HOST, port: config.PORT, log });
  const wholeOlderThanMs = config.STALE_UPLOAD_HOURS * HOUR_MS;
  const partsOlderThanMs = config.UPLOAD_EXPIRE_SECONDS * 1_000 + wholeOlderThanMs;
  const stopSweeping = sweepStaleUploads(store, log, { wholeOlderThanMs, partsOlderThanMs });
  return [() => server.close(), stopSweeping, () => store.close()];
});
