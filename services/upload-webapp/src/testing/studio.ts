import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProblemDocument } from '@kinora/contracts';
import { connectDatabase, type DatabaseConfig } from '@kinora/database';
import { createFileClient } from '@kinora/file-client';
import { createMetrics, type RunningServer, serve } from '@kinora/service-kit';
import { type Child, freePort, startNode } from '@kinora/stack';
import { eventually, silentLog } from '@kinora/testing';
import { createPageRenderer } from '@kinora/ui/server';
import type { Express } from 'express';
import { createJanitorRecords } from '../adapters/janitor-records.js';
import { createServedFiles } from '../adapters/served-files.js';
import { createTranscodeQueue } from '../adapters/transcode-queue.js';
import { buildApp } from '../app.js';
import { type Config, readConfig } from '../config.js';
import { startJanitor } from '../domain/janitor.js';
import { startChangeOver } from '../domain/video-files/change-over.js';

const FILE_SERVICE = fileURLToPath(new URL('../../../file-svc/src/main.ts', import.meta.url));
export const FILE_TOKEN = 'upload-webapp-token-0123456789abcdef';
export const TRANSCODER_FILE_TOKEN = 'transcoder-token-0123456789abcdefgh';
export const TRANSCODER_TOKEN = 'pictures-token-0123456789abcdefghij';
const PLAYBACK_SECRET = 'test-playback-key-0123456789abcdef';

export interface FileService extends Child {
  url: string;
  /** Where it keeps the bytes. */
  folder: string;
}

/**
 * The real file-svc over a local folder.
 * @param store variables that name another store
 */
export async function startFileService(
  folder: string,
  port?: number,
  store: Record<string, string> = { FILE_STORE_DIR: path.join(folder, 'store') },
): Promise<FileService> {
  const listenPort = port ?? (await freePort());
  const child = await startNode({
    name: 'file-svc',
    entry: FILE_SERVICE,
    nodeArgs: ['--import', 'tsx'],
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(listenPort),
      ...store,
      FILE_TOKEN_UPLOAD_WEBAPP: FILE_TOKEN,
      FILE_TOKEN_STREAMING_WEBAPP: 'streaming-webapp-token-0123456789',
      FILE_TOKEN_TRANSCODER: TRANSCODER_FILE_TOKEN,
      FILE_TOKEN_GATEWAY: 'gateway-token-0123456789abcdefghijk',
    },
    logFile: path.join(folder, 'file-svc.log'),
  });
  const url = `http://127.0.0.1:${listenPort}`;
  await eventually(async () => {
    if (!(await fetch(`${url}/readyz`)).ok) throw new Error('not ready');
  });
  return Object.assign(child, { url, folder: path.join(folder, 'store') });
}

export interface StudioOptions {
  database: DatabaseConfig;
  redisUrl: string;
  fileServiceUrl: string;
  /** Limits, as the environment gives them. */
  limits?: Record<string, string | number>;
}

/** The environment of a studio; logins are checked by the tests' own verifier unless it runs as a process. */
export const studioEnvironment = ({ database, redisUrl, fileServiceUrl, limits = {} }: StudioOptions) => {
  const given = {
    ...database,
    REDIS_URL: redisUrl,
    FILE_SVC_URL: fileServiceUrl,
    FILE_TOKEN,
    // Nobody listens there.
    TRANSCODER_URL: 'http://127.0.0.1:1',
    TRANSCODER_TOKEN,
    PLAYBACK_SECRET,
    ...limits,
  };
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
};

export interface Studio {
  app: Express;
  config: Config;
  server: RunningServer;
  url: string;
  stop(): Promise<void>;
}

/** The studio in this process, with its janitor. The login token is the name of the account. */
export async function startStudio(options: StudioOptions): Promise<Studio> {
  const config = readConfig(studioEnvironment(options));
  const db = connectDatabase(config);
  const files = createFileClient({ baseUrl: config.FILE_SVC_URL, token: FILE_TOKEN });
  const queue = createTranscodeQueue({
    redisUrl: config.REDIS_URL,
    addTimeoutMs: config.QUEUE_ADD_TIMEOUT_MS,
    onError: () => undefined,
  });
  const { app, events, uploads, sweepUploads } = buildApp({
    config,
    log: silentLog,
    metrics: createMetrics('test'),
    db,
    files,
    queue,
    verifyToken: async (token) => ({ sub: token, name: token }),
    renderer: createPageRenderer({ webDir: '/none', base: '/studio-assets/', devServerUrl: 'http://localhost:1' }),
  });
  const server = await serve(app, { host: '127.0.0.1', port: 0, log: silentLog });
  const janitor = startJanitor({
    records: createJanitorRecords(db, {
      failedSourceKeepSeconds: config.FAILED_SOURCE_KEEP_SECONDS,
      trashKeepSeconds: config.TRASH_KEEP_SECONDS,
      formerFileKeepSeconds: config.FORMER_FILE_KEEP_SECONDS,
      deletedCaptionsKeepSeconds: config.DELETED_CAPTIONS_KEEP_SECONDS,
    }),
    files,
    log: silentLog,
    staleMs: config.UPLOAD_STALE_MS,
    periodMs: config.JANITOR_PERIOD_MS,
    sweepUploads,
  });
  const changeOver = startChangeOver({
    ...{ served: createServedFiles(db), log: silentLog, periodMs: config.CHANGE_OVER_PERIOD_MS },
  });
  return {
    app,
    config,
    server,
    url: `http://127.0.0.1:${server.port}`,
    async stop() {
      events.close();
      await uploads.stop();
      server.server.closeAllConnections();
      await server.close();
      await janitor.stop();
      await changeOver.stop();
      await queue.close();
      await files.close();
      await db.destroy();
    },
  };
}

export interface FormFields {
  title?: string;
  description?: string;
  visibility?: string;
}

interface UploadOptions {
  fields?: FormFields;
  file?: Blob | null;
  fileName?: string;
  login?: string | null;
  accept?: string;
}

/** Sends the upload form as a program would. */
export async function upload(
  url: string,
  {
    fields = { title: 'A film' },
    file,
    fileName = 'film.mp4',
    login = 'alice',
    accept = 'application/json',
  }: UploadOptions,
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  if (file) form.append('file', file, fileName);
  return fetch(`${url}/api/v1/studio/videos`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { accept, ...(login ? { cookie: `auth_token=${login}` } : {}) },
  });
}

export const problemOf = async (response: Response): Promise<ProblemDocument> =>
  (await response.json()) as ProblemDocument;
