import { fileURLToPath } from 'node:url';
import { connectDatabase, type Database, type DatabaseConfig, ensureDatabase, migrate } from '@kinora/database';
import { freePort, type MariaDb, startMariaDb, startRedis } from '@kinora/stack';
import { createTestDatabase, eventually, type TestDatabase, tempFolder, testRedisUrl } from '@kinora/testing';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORM_END, fieldPart, fileStart, mp4, RawUpload } from './testing/form.js';
import { type FileService, problemOf, type Studio, startFileService, startStudio, upload } from './testing/studio.js';

const MIGRATIONS = fileURLToPath(new URL('../../../database/migrations', import.meta.url));
const film = () => new Blob([mp4(50_000)]);

let database: TestDatabase;
let storeFolder: string;
let files: FileService;

beforeAll(async () => {
  database = await createTestDatabase();
  storeFolder = await tempFolder();
  files = await startFileService(storeFolder);
});

afterAll(async () => {
  await files?.stop();
  await database?.drop();
});

/** Runs a test with a studio and stops it, whatever happens. */
async function withStudio(options: Parameters<typeof startStudio>[0], work: (studio: Studio) => Promise<void>) {
  const studio = await startStudio(options);
  try {
    await work(studio);
  } finally {
    await studio.stop();
  }
}

const rowsOf = (db: Database) => db.selectFrom('videos').selectAll().orderBy('created_at', 'desc').execute();

it('without Redis takes uploads all the same, and uses it again once it is back', async () => {
  const port = await freePort();
  const redisFolder = await tempFolder();
  const first = await startRedis({ dir: redisFolder, port });
  const redisUrl = first.url;
  await first.kill();
  const limits = { QUEUE_ADD_TIMEOUT_MS: 300 };
  await withStudio({ database: database.config, redisUrl, fileServiceUrl: files.url, limits }, async (studio) => {
    const startedAt = Date.now();
    const away = await upload(studio.url, { file: film() });
    expect(away.status).toBe(201);
    expect(await away.json()).toMatchObject({ state: 'queued' });
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    const redis = await startRedis({ dir: redisFolder, port });
    const queue = new Queue('transcode', { connection: { url: redisUrl } });
    try {
      await eventually(async () => {
        const { id } = (await (await upload(studio.url, { file: film() })).json()) as { id: string };
        expect(await queue.getJob(id)).toBeDefined();
      });
    } finally {
      await queue.close();
      // Before the studio: it has to be able to stop without Redis too.
      await redis.stop();
    }
  });
});

describe('without the storage', () => {
  const options = async () => ({
    database: database.config,
    redisUrl: await testRedisUrl(),
    fileServiceUrl: files.url,
    limits: { JANITOR_PERIOD_MS: 200, UPLOAD_HEARTBEAT_MS: 100 },
  });

  it('refuses with 503, records why, cleans up and goes on when it is back', async () => {
    await withStudio(await options(), async (studio) => {
      await files.kill();
      const response = await upload(studio.url, { file: film() });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBeTruthy();
      const problem = await problemOf(response);
      expect(problem.code).toBe('service-unavailable');
      expect(JSON.stringify(problem)).not.toMatch(/127\.0\.0\.1|ECONN|file-svc/);
      const [row] = await rowsOf(database.db);
      expect(row).toMatchObject({ state: 'failed', failure_code: 'storage-unavailable', source_removed_at: null });
      files = await startFileService(storeFolder, Number(new URL(files.url).port));
      expect((await upload(studio.url, { file: film() })).status).toBe(201);
      await eventually(async () => {
        const again = (await rowsOf(database.db)).find(({ id }) => id === row?.id);
        expect(again?.source_removed_at).toBeInstanceOf(Date);
      });
    });
  });

  it('that dies in the middle of an upload, the client hears of it', async () => {
    await withStudio(await options(), async (studio) => {
      const raw = new RawUpload({ port: studio.server.port, login: 'alice' });
      raw.send(fieldPart('title', 'Half') + fileStart());
      raw.send(mp4(100_000));
      await eventually(async () => expect((await rowsOf(database.db))[0]).toMatchObject({ video_name: 'Half' }));
      await files.kill();
      raw.send(Buffer.alloc(100_000));
      await eventually(() => expect(raw.status).toBe(503));
      raw.socket.destroy();
      expect((await rowsOf(database.db))[0]).toMatchObject({ state: 'failed', failure_code: 'storage-unavailable' });
      files = await startFileService(storeFolder, Number(new URL(files.url).port));
    });
  });
});

describe('without MariaDB', () => {
  let folder: string;
  let server: MariaDb;
  let config: DatabaseConfig;
  let db: Database;

  beforeAll(async () => {
    folder = await tempFolder();
    server = await startMariaDb({ dir: folder });
    const access = { DB_HOST: server.host, DB_PORT: server.port, MYSQL_DATABASE: 'video_db' };
    config = { ...access, DB_USER: 'kinora', DB_PASS: 'a-password-of-tests' };
    const admin = { ...config, MYSQL_ROOT_USER: server.rootUser, MYSQL_ROOT_PASSWORD: server.rootPassword };
    await ensureDatabase(admin);
    await migrate(admin, MIGRATIONS);
    db = connectDatabase(config);
  });

  afterAll(async () => {
    await db?.destroy();
    await server?.stop();
  });

  const start = async () => {
    server = await startMariaDb({ dir: folder, port: config.DB_PORT });
  };
  const options = async () => ({
    database: config,
    redisUrl: await testRedisUrl(),
    fileServiceUrl: files.url,
    limits: { UPLOAD_HEARTBEAT_MS: 100, JANITOR_PERIOD_MS: 100 },
  });

  it('answers 503 to everything and goes on by itself when it is back', async () => {
    await withStudio(await options(), async (studio) => {
      expect((await upload(studio.url, { file: film() })).status).toBe(201);
      await server.kill();
      const headers = { cookie: 'auth_token=alice', accept: 'application/json' };
      for (const path of ['/api/v1/studio/videos', '/studio']) {
        const response = await fetch(studio.url + path, { headers });
        expect(response.status).toBe(503);
        expect((await problemOf(response)).code).toBe('service-unavailable');
      }
      expect((await upload(studio.url, { file: film() })).status).toBe(503);
      const page = await upload(studio.url, { file: film(), accept: 'text/html' });
      expect(page.status).toBe(503);
      expect(page.headers.get('content-type')).toContain('text/html');
      expect((await fetch(`${studio.url}/readyz`)).status).toBe(503);
      await start();
      expect((await upload(studio.url, { file: film() })).status).toBe(201);
    });
  });

  it('answers 503 soon when it is there and silent, and goes on when it speaks again', async () => {
    const impatient = { ...(await options()), database: { ...config, DB_QUERY_TIMEOUT_MS: 1_000 } };
    await withStudio(impatient, async (studio) => {
      expect((await upload(studio.url, { file: film() })).status).toBe(201);
      process.kill(server.pid, 'SIGSTOP');
      const startedAt = performance.now();
      const silent = await upload(studio.url, { file: film() }).finally(() => process.kill(server.pid, 'SIGCONT'));
      expect(performance.now() - startedAt).toBeLessThan(10_000);
      expect([silent.status, (await problemOf(silent)).code]).toEqual([503, 'service-unavailable']);
      expect((await upload(studio.url, { file: film() })).status).toBe(201);
    });
  });

  it('an upload that runs meanwhile is not lost when it is back in time', async () => {
    await withStudio(await options(), async (studio) => {
      const raw = new RawUpload({ port: studio.server.port, login: 'alice' });
      raw.send(fieldPart('title', 'Patient') + fileStart());
      raw.send(mp4(100_000));
      await eventually(async () => {
        const [row] = await rowsOf(db);
        expect(row).toMatchObject({ video_name: 'Patient' });
        expect(Number(row?.heartbeat_at)).toBeGreaterThan(Number(row?.created_at));
      });
      await server.kill();
      raw.send(FORM_END);
      raw.end();
      await start();
      await eventually(() => expect(raw.answer).toContain('HTTP/1.1 201'));
      raw.socket.destroy();
      expect((await rowsOf(db))[0]).toMatchObject({ video_name: 'Patient', state: 'queued', size_bytes: 100_000 });
    });
  });
});
