import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hlsPrefix, sourceKey } from '@kinora/contracts';
import { createFileClient, type FileClient } from '@kinora/file-client';
import { createMetrics } from '@kinora/service-kit';
import { type Child, freePort, startNode, untilReady } from '@kinora/stack';
import {
  createTestDatabase,
  eventually,
  silentLog,
  type TestDatabase,
  tempFolder,
  testRedisUrl,
} from '@kinora/testing';
import { Redis } from 'ioredis';
import { readConfig } from '../src/config.js';
import { type RunningWorker, startWorker } from '../src/worker.js';
import { addQueuedVideo } from './queued-video.js';

const START_TIMEOUT_MS = 60_000;
const entry = (service: string) => fileURLToPath(new URL(`../../${service}/src/main.ts`, import.meta.url));
const token = () => randomBytes(24).toString('hex');

/** Short times, so that tests of a worker's death do not wait for long. */
const QUICK = {
  LEASE_MS: '2000',
  HEARTBEAT_MS: '200',
  JOB_LOCK_MS: '2000',
  JOB_STALLED_CHECK_MS: '500',
  RECONCILE_INTERVAL_MS: '300',
  PASSING_DELAY_BASE_MS: '200',
  PASSING_DELAY_MAX_MS: '1000',
};

/** For tests that look at pictures: they are made with the lowest priority, on a machine that may be busy. */
export const PATIENT_WITH_PICTURES = {
  PICTURE_TIMEOUT_MS: '60000',
  PICTURES_TIMEOUT_MS: '60000',
  PICTURES_GRACE_MS: '60000',
};

export interface Bed {
  database: TestDatabase;
  redis: Redis;
  redisUrl: string;
  /** Reaches file-svc as the transcoder does. */
  files: FileClient;
  scratchDir: string;
  fileService: Child;
  restartFileService(): Promise<void>;
  /** A worker in this process. */
  startWorker(env?: Record<string, string>): Promise<RunningWorker>;
  /** A worker in a process of its own, which can be killed. */
  startWorkerProcess(env?: Record<string, string>): Promise<Child>;
  /** Stores a file as an upload does, and leaves it to the reconciler to put it into the queue. */
  upload(file: string, fileName?: string): Promise<string>;
  /** All that worker processes have logged so far. */
  workerLog(): Promise<string>;
  row(videoId: string): ReturnType<typeof findRow>;
  /** Waits until the video is ready or failed. */
  finished(videoId: string, timeoutMs?: number): Promise<NonNullable<Awaited<ReturnType<typeof findRow>>>>;
  /** Names of all objects under the video's prefix, from the folder in which file-svc keeps them. */
  outputFiles(videoId: string): Promise<string[]>;
  close(): Promise<void>;
}

const findRow = (database: TestDatabase, videoId: string) =>
  database.db.selectFrom('transcodes').selectAll().where('video_id', '=', videoId).executeTakeFirst();

async function startFileService(folder: string, port: number, tokens: Record<string, string>): Promise<Child> {
  const child = await startNode({
    name: 'file-svc',
    entry: entry('file-svc'),
    nodeArgs: ['--import', 'tsx'],
    env: {
      PATH: process.env.PATH,
      ...tokens,
      ...{ HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn', FILE_STORE_DIR: path.join(folder, 'store') },
    },
    logFile: path.join(folder, 'file-svc.log'),
  });
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await untilReady(child, answers, START_TIMEOUT_MS);
  return child;
}

/** Real MariaDB, Redis and file-svc, and what a test does with them. */
export async function createBed(): Promise<Bed> {
  const folder = await tempFolder();
  const scratchDir = path.join(folder, 'scratch');
  await mkdir(path.join(folder, 'store'), { recursive: true });
  await mkdir(scratchDir);
  const [database, redisUrl, port] = await Promise.all([createTestDatabase(), testRedisUrl(), freePort()]);
  const tokens = {
    FILE_TOKEN_UPLOAD_WEBAPP: token(),
    FILE_TOKEN_TRANSCODER: token(),
    FILE_TOKEN_STREAMING_WEBAPP: token(),
    FILE_TOKEN_GATEWAY: token(),
  };
  const baseUrl = `http://127.0.0.1:${port}`;
  const bed = { fileService: await startFileService(folder, port, tokens) };
  const files = createFileClient({ baseUrl, token: tokens.FILE_TOKEN_TRANSCODER });
  const uploads = createFileClient({ baseUrl, token: tokens.FILE_TOKEN_UPLOAD_WEBAPP });
  const redis = new Redis(redisUrl);
  const env = {
    ...{ HOST: '127.0.0.1', LOG_LEVEL: 'debug', DB_HOST: database.config.DB_HOST, DB_USER: database.config.DB_USER },
    ...{ DB_PORT: String(database.config.DB_PORT), DB_PASS: database.config.DB_PASS },
    ...{ MYSQL_DATABASE: database.config.MYSQL_DATABASE, REDIS_URL: redisUrl, FILE_SVC_URL: baseUrl },
    ...{ FILE_TOKEN: tokens.FILE_TOKEN_TRANSCODER, TRANSCODER_TOKEN: token(), SCRATCH_DIR: scratchDir, ...QUICK },
  };
  const workers: RunningWorker[] = [];
  const children: Child[] = [];

  return Object.assign(bed, {
    database,
    redis,
    redisUrl,
    files,
    scratchDir,
    async restartFileService() {
      await bed.fileService.stop();
      bed.fileService = await startFileService(folder, port, tokens);
    },
    async startWorker(extra: Record<string, string> = {}) {
      const config = readConfig({ ...env, ...extra });
      const metrics = createMetrics('transcoder');
      const worker = await startWorker({ config, db: database.db, files, metrics, log: silentLog });
      workers.push(worker);
      return worker;
    },
    async startWorkerProcess(extra: Record<string, string> = {}) {
      const httpPort = await freePort();
      const child = await startNode({
        name: `transcoder-${httpPort}`,
        entry: entry('transcoder'),
        nodeArgs: ['--import', 'tsx'],
        env: { PATH: process.env.PATH, ...env, PORT: String(httpPort), ...extra },
        logFile: path.join(folder, `transcoder-${httpPort}.log`),
      });
      children.push(child);
      const answers = () =>
        fetch(`http://127.0.0.1:${httpPort}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        );
      await untilReady(child, answers, START_TIMEOUT_MS);
      return child;
    },
    async upload(file: string, fileName = 'film.mp4') {
      const id = randomUUID();
      const { sizeBytes } = await uploads.put(sourceKey(id), createReadStream(file));
      return addQueuedVideo(database.db, { id, sizeBytes, fileName });
    },
    async workerLog() {
      const logs = (await readdir(folder)).filter((name) => /^transcoder-\d+\.log$/.test(name));
      return (await Promise.all(logs.map((name) => readFile(path.join(folder, name), 'utf8')))).join('');
    },
    row: (videoId: string) => findRow(database, videoId),
    finished: (videoId: string, timeoutMs = 120_000) =>
      eventually(
        async () => {
          const row = await findRow(database, videoId);
          if (!row || row.state === 'processing') throw new Error(`not finished: ${JSON.stringify(row)}`);
          return row;
        },
        { timeoutMs },
      ),
    async outputFiles(videoId: string) {
      const entries = await readdir(path.join(folder, 'store', hlsPrefix(videoId)), {
        recursive: true,
        withFileTypes: true,
      }).catch(() => []);
      return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    },
    async close() {
      await Promise.allSettled(workers.map((worker) => worker.close()));
      await Promise.allSettled(children.filter((child) => !child.exit()).map((child) => child.kill()));
      redis.disconnect();
      await Promise.allSettled([files.close(), uploads.close(), bed.fileService.stop(), database.drop()]);
    },
  });
}
