import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AUTH_AUDIENCE, AUTH_ISSUER } from '@kinora/contracts';
import type { Child } from '@kinora/stack';
import { createTestDatabase, eventually, type TestDatabase, tempFolder, testRedisUrl } from '@kinora/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fieldPart, fileStart, mp4, RawUpload } from './testing/form.js';
import { type FileService, type StudioOptions, startFileService } from './testing/studio.js';
import { film, sha256 } from './testing/studio-bed.js';
import { type StudioProcess, startStudioProcess } from './testing/studio-process.js';
import { announced, idOf, offsetOf, stalledPatch, tusClient } from './testing/tus.js';

// Each test starts the whole program twice.
vi.setConfig({ testTimeout: 120_000 });

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A login token as auth-svc signs it (RFC 7515, ES256). */
function loginToken(): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub: 'alice', name: 'Alice', iss: AUTH_ISSUER, aud: AUTH_AUDIENCE, iat: now, exp: now + 600 };
  const text = `${base64url({ alg: 'ES256', typ: 'JWT', kid: 'test' })}.${base64url(claims)}`;
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

let database: TestDatabase;
let files: FileService;
let keys: Server;
let running: Child | undefined;
let options: StudioOptions;

beforeAll(async () => {
  database = await createTestDatabase();
  files = await startFileService(await tempFolder());
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'test' };
  keys = createServer((_req, res) => res.end(JSON.stringify({ keys: [jwk] }))).listen(0, '127.0.0.1');
  await once(keys, 'listening');
  const limits = {
    AUTH_JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/`,
    UPLOAD_HEARTBEAT_MS: 100,
    UPLOAD_STALE_MS: 1_000,
    JANITOR_PERIOD_MS: 200,
  };
  options = { database: database.config, redisUrl: await testRedisUrl(), fileServiceUrl: files.url, limits };
});

afterAll(async () => {
  await running?.stop();
  keys?.close();
  await files?.stop();
  await database?.drop();
});

async function startProcess(): Promise<StudioProcess> {
  const started = await startStudioProcess(options);
  running = started.child;
  return started;
}

const rows = () => database.db.selectFrom('videos').selectAll().execute();
async function stored(): Promise<string[]> {
  const entries = await readdir(files.folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function uploadHalf(port: number): Promise<RawUpload> {
  const raw = new RawUpload({ port, login: loginToken() });
  raw.send(fieldPart('title', 'Half') + fileStart());
  raw.send(mp4(400_000));
  await eventually(async () => expect((await rows()).map((row) => row.state)).toContain('uploading'));
  return raw;
}

it('kill -9 in the middle of an upload leaves a failed video and nothing else, once the process is back', async () => {
  const first = await startProcess();
  const raw = await uploadHalf(first.port);
  await first.child.kill();
  await raw.closed;
  expect((await rows()).map((row) => row.state)).toEqual(['uploading']);
  const second = await startProcess();
  await eventually(async () => {
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'failed', failure_code: 'upload-interrupted' });
    expect(row?.source_removed_at).toBeInstanceOf(Date);
  });
  expect(await stored()).toEqual([]);
  await second.child.stop();
});

it('a stop in the middle of an upload ends the process in time and leaves no video stuck', async () => {
  await database.db.deleteFrom('videos').execute();
  const first = await startProcess();
  const raw = await uploadHalf(first.port);
  await first.child.stop();
  expect(first.child.exit()).toMatchObject({ code: 0 });
  await raw.closed;
  const second = await startProcess();
  await eventually(async () => expect((await rows()).map((row) => row.state)).toEqual(['failed']));
  await eventually(async () => expect(await stored()).toEqual([]));
  await second.child.stop();
});

const MIB = 1024 ** 2;
const PART_BYTES = 5 * MIB;

it('kill -9 in the middle of an upload that can go on loses at most what was not stored', async () => {
  await database.db.deleteFrom('videos').execute();
  const bytes = film(2 * PART_BYTES + MIB);
  const first = await startProcess();
  const client = tusClient(`http://127.0.0.1:${first.port}`, loginToken());
  const path = await announced(client, bytes.length);
  await client.patch(path, 0, bytes.subarray(0, MIB));
  const broken = stalledPatch({
    port: first.port,
    login: loginToken(),
    path,
    offsetBytes: MIB,
    restBytes: bytes.length - MIB,
  });
  broken.socket.write(bytes.subarray(MIB, PART_BYTES + 5));
  await eventually(async () => {
    const row = await database.db.selectFrom('uploads').select('received_bytes').executeTakeFirst();
    expect(row?.received_bytes).toBe(PART_BYTES);
  });
  await first.child.kill();
  await broken.closed;
  const second = await startProcess();
  const again = tusClient(`http://127.0.0.1:${second.port}`, loginToken());
  expect(await offsetOf(again, path)).toBe(PART_BYTES);
  expect((await again.patch(path, PART_BYTES, bytes.subarray(PART_BYTES))).status).toBe(204);
  expect(await rows()).toMatchObject([{ id: idOf(path), state: 'queued', sha256: sha256(bytes) }]);
  await second.child.stop();
});
