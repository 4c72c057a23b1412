import { connectDatabase } from '@kinora/database';
import { createFileClient } from '@kinora/file-client';
import { configOrExit, createLogger, createMetrics, runService, serve } from '@kinora/service-kit';
import { buildApp } from './app.js';
import { readConfig } from './config.js';
import { startWorker } from './worker.js';

const config = configOrExit(readConfig);
const log = createLogger('transcoder', config.LOG_LEVEL);

await runService(log, async () => {
  const metrics = createMetrics('transcoder');
  const db = connectDatabase(config);
  const files = createFileClient({ baseUrl: config.FILE_SVC_URL, token: config.FILE_TOKEN });
  const worker = await startWorker({ config, db, files, metrics, log });
  const app = buildApp({ log, metrics, config, checks: worker.checks, pictures: worker.pictures });
  const http = await serve(app, { host: config.HOST, port: config.PORT, log });
  return [worker.close, http.close, files.close, () => db.destroy()];
});
