import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { sourceKey, TITLE_MAX_CHARS } from '@kinora/contracts';
import { createTestDatabase, eventually, type TestDatabase, tempFolder, testRedisUrl } from '@kinora/testing';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FORM_OVERHEAD_MAX_BYTES } from './domain/refusal.js';
import { FORM_END, fieldPart, fileStart, mp4, RawUpload } from './testing/form.js';
import { type FileService, problemOf, type Studio, startFileService, startStudio, upload } from './testing/studio.js';

const MAX_BYTES = 300_000;
const IDLE_MS = 1_000;
const LINGER_MS = 700;

let database: TestDatabase;
let files: FileService;
let studio: Studio;
/** One that does not wait long for a silent client. */
let impatient: Studio;
let redisUrl: string;
let queue: Queue;

beforeAll(async () => {
  database = await createTestDatabase();
  redisUrl = await testRedisUrl();
  files = await startFileService(await tempFolder());
  const limits = { UPLOAD_MAX_BYTES: MAX_BYTES, UPLOAD_HEARTBEAT_MS: 100, UPLOAD_LINGER_MS: LINGER_MS };
  const options = { database: database.config, redisUrl, fileServiceUrl: files.url };
  studio = await startStudio({ ...options, limits });
  impatient = await startStudio({ ...options, limits: { ...limits, UPLOAD_IDLE_MS: IDLE_MS } });
  queue = new Queue('transcode', { connection: { url: redisUrl } });
});

afterAll(async () => {
  await queue?.close();
  await impatient?.stop();
  await studio?.stop();
  await files?.stop();
  await database?.drop();
});

beforeEach(async () => {
  await database.db.deleteFrom('videos').execute();
});

const rows = () => database.db.selectFrom('videos').selectAll().execute();
const onlyRow = async () => {
  const [row, ...others] = await rows();
  expect(others).toEqual([]);
  if (!row) throw new Error('there is no row');
  return row;
};

/** Every file that the store holds, whatever it is for. */
async function stored(): Promise<string[]> {
  const entries = await readdir(files.folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

async function nothingIsLeft(): Promise<void> {
  await eventually(async () => expect(await stored()).toEqual([]));
  for (const row of await rows()) expect(row.state).toBe('failed');
}

/** The start of a PNG (its specification, 5.2 and 11.2.2). */
const png = () => new Blob([Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001080000000000000000', 'hex')]);
const film = (sizeBytes = 5_000) => new Blob([mp4(sizeBytes)]);

describe('a good upload', () => {
  it('is stored byte for byte, queued and announced', async () => {
    const response = await upload(studio.url, {
      fields: { title: 'Фильм 🎬', description: 'Two\nlines', visibility: 'unlisted' },
      file: film(200_000),
      fileName: '../..\\日本語 "q".mp4',
    });
    expect(response.status).toBe(201);
    const video = (await response.json()) as { id: string };
    expect(response.headers.get('location')).toBe(`/api/v1/studio/videos/${video.id}`);
    expect(video).toMatchObject({
      title: 'Фильм 🎬',
      description: 'Two\nlines',
      visibility: 'unlisted',
      state: 'queued',
    });
    expect(video).toMatchObject({ fileName: '日本語 "q".mp4', sizeBytes: 200_000, playable: false, progress: 0 });
    const row = await onlyRow();
    expect(row).toMatchObject({ id: video.id, owner_id: 'alice', video_path: sourceKey(video.id), state: 'queued' });
    expect(row.queued_at).toBeInstanceOf(Date);
    const [only, ...others] = await stored();
    expect(others).toEqual([]);
    expect(mp4(200_000).equals(await readFile(String(only)))).toBe(true);
    expect((await queue.getJob(video.id))?.data).toEqual({ videoId: video.id });
    await fetch(`${files.url}/objects/${sourceKey(video.id)}`, { method: 'DELETE' });
  });

  it.each([
    ['a pipe', '|touch HACKED'],
    ['a command', '$(touch HACKED)`touch HACKED`;touch HACKED'],
    ['a way of ffmpeg to open two files', 'concat:secret.txt|http:%2F%2F127.0.0.1'],
    ['a row of pictures', '%05d.png'],
    ['an option', '-i'],
  ])('called like %s is stored under its id', async (_what, fileName) => {
    expect((await upload(studio.url, { file: film(), fileName })).status).toBe(201);
    const row = await onlyRow();
    expect(row.video_path).toBe(sourceKey(row.id));
    const names = (await stored()).map((file) => path.basename(file));
    expect(names).toContain(row.id);
    expect(names.filter((name) => !/^[0-9a-f-]{36}$/.test(name))).toEqual([]);
  });

  it('has its row before its first byte is stored, and a heartbeat while it runs', async () => {
    const raw = new RawUpload({ port: studio.server.port, login: 'alice' });
    raw.send(fieldPart('title', 'Slow') + fileStart());
    raw.send(mp4(5_000));
    const row = await eventually(onlyRow);
    expect(row).toMatchObject({ state: 'uploading', video_name: 'Slow', size_bytes: null });
    await eventually(async () => expect((await onlyRow()).heartbeat_at > row.heartbeat_at).toBe(true));
    raw.send(FORM_END);
    raw.end();
    await eventually(() => expect(raw.status).toBe(201));
    expect(await onlyRow()).toMatchObject({ state: 'queued', size_bytes: 5_000 });
    raw.socket.destroy();
  });

  it('may be as large as the limit to the byte', async () => {
    expect((await upload(studio.url, { file: film(MAX_BYTES) })).status).toBe(201);
  });

  it('leads a browser without JavaScript back to the studio', async () => {
    const response = await upload(studio.url, { file: film(), accept: 'text/html,*/*;q=0.8' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`/studio?uploaded=${(await onlyRow()).id}`);
  });

  it('runs beside others', async () => {
    const responses = await Promise.all(
      Array.from({ length: 6 }, (_, nth) =>
        upload(studio.url, { fields: { title: `${nth}` }, file: film(100_000 + nth) }),
      ),
    );
    expect(responses.map((response) => response.status)).toEqual(Array(6).fill(201));
    const sizes = (await rows()).map((row) => [row.video_name, row.size_bytes]).sort();
    expect(sizes).toEqual(Array.from({ length: 6 }, (_, nth) => [`${nth}`, 100_000 + nth]));
  });
});

describe('a bad upload leaves nothing behind:', () => {
  beforeEach(async () => {
    for (const file of await stored()) await rm(file);
  });

  it.each([
    ['no login', { login: null }, 401, 'unauthenticated', undefined],
    ['no title', { fields: {} }, 422, 'invalid-fields', 'title'],
    ['a blank title', { fields: { title: ' ' } }, 422, 'invalid-fields', 'title'],
    ['a title too long', { fields: { title: 'x'.repeat(TITLE_MAX_CHARS + 1) } }, 422, 'invalid-fields', 'title'],
    ['a visibility of its own', { fields: { title: 'x', visibility: 'all' } }, 422, 'invalid-fields', 'visibility'],
    ['no file', { file: null }, 422, 'invalid-fields', 'file'],
    ['an empty file', { file: new Blob([]) }, 422, 'invalid-fields', 'file'],
    ['a text', { file: new Blob(['Hello, world. '.repeat(400)]) }, 415, 'not-a-video', undefined],
    ['a playlist', { file: new Blob(['#EXTM3U\nhttp://127.0.0.1/x']) }, 415, 'not-a-video', undefined],
    [
      'a concat script',
      { file: new Blob(["ffconcat version 1.0\nfile '/etc/passwd'\n"]) },
      415,
      'not-a-video',
      undefined,
    ],
    [
      'a session description',
      { file: new Blob(['v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n']) },
      415,
      'not-a-video',
      undefined,
    ],
    ['an SVG', { file: new Blob(['<svg><image href="/etc/passwd"/></svg>']) }, 415, 'not-a-video', undefined],
    ['one of a row of pictures', { file: png(), fileName: '%05d.png' }, 415, 'not-a-video', undefined],
    ['a page', { file: new Blob(['<!doctype html><p>hi']) }, 415, 'not-a-video', undefined],
    ['an archive', { file: new Blob(['PK\u0003\u0004', new Uint8Array(500)]) }, 415, 'not-a-video', undefined],
    ['noise', { file: new Blob([new Uint8Array(9_000).map((_, at) => at * 31)]) }, 415, 'not-a-video', undefined],
    ['a file over the limit', { file: film(MAX_BYTES + 1) }, 413, 'file-too-large', undefined],
  ] as const)('%s', async (_name, wrong, status, code, field) => {
    const response = await upload(studio.url, { file: film(), ...wrong });
    expect(response.status).toBe(status);
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ code, status });
    expect(problem.detail).toBeTruthy();
    if (field) expect(problem.errors?.map((error) => error.field)).toEqual([field]);
    await nothingIsLeft();
    const failures = (await rows()).map((row) => row.failure_code);
    expect(failures).toEqual(code === 'file-too-large' ? ['file-too-large'] : []);
  });

  it('a form without a file says all that is wrong at once', async () => {
    const { errors } = await problemOf(await upload(studio.url, { fields: { visibility: 'all' }, file: null }));
    expect(errors?.map((error) => error.field)).toEqual(['title', 'visibility', 'file']);
  });

  it('a title after the file', async () => {
    const raw = new RawUpload({ port: studio.server.port, login: 'alice' });
    raw.send(fileStart());
    raw.send(mp4(5_000));
    await eventually(() => expect(raw.status).toBe(422));
    expect(raw.answer).toContain('"field":"title"');
    raw.socket.destroy();
    expect(await rows()).toEqual([]);
    await nothingIsLeft();
  });

  it('another field after the file', async () => {
    const raw = new RawUpload({ port: studio.server.port, login: 'alice' });
    raw.send(fieldPart('title', 'x') + fileStart());
    raw.send(mp4(5_000));
    raw.send(`\r\n${fieldPart('visibility', 'public')}${FORM_END.trimStart()}`);
    raw.end();
    await eventually(() => expect(raw.status).toBe(422));
    expect(raw.answer).toContain('"field":"visibility"');
    raw.socket.destroy();
    await nothingIsLeft();
  });

  it('the file in a field of another name, or two files', async () => {
    const raw = new RawUpload({ port: studio.server.port, login: 'alice' });
    raw.send(fieldPart('title', 'x') + fileStart('film.mp4', 'video'));
    raw.send(mp4(5_000));
    await eventually(() => expect(raw.status).toBe(422));
    raw.socket.destroy();
    const two = new RawUpload({ port: studio.server.port, login: 'alice' });
    two.send(`${fieldPart('title', 'x')}${fileStart()}`);
    two.send(mp4(5_000));
    two.send(`\r\n${fileStart()}more${FORM_END}`);
    two.end();
    await eventually(() => expect(two.status).toBe(422));
    two.socket.destroy();
    await nothingIsLeft();
  });

  it.each([
    ['a body that is no form', 'application/json', '{}', 415],
    ['a form without a boundary', 'multipart/form-data', 'x', 400],
    [
      'a form that is cut',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="title"',
      400,
    ],
    ['part headers that are none', 'multipart/form-data; boundary=b', '--b\r\n\u0000: x\r\n\r\n', 400],
  ])('%s', async (_name, type, body, status) => {
    const response = await fetch(`${studio.url}/api/v1/studio/videos`, {
      method: 'POST',
      body,
      headers: { 'content-type': type, cookie: 'auth_token=alice' },
    });
    expect(response.status).toBe(status);
    expect((await problemOf(response)).status).toBe(status);
    await nothingIsLeft();
  });

  it('a client that breaks off', async () => {
    const raw = new RawUpload({ port: studio.server.port, login: 'alice', contentLength: 200_000 });
    raw.send(fieldPart('title', 'Broken') + fileStart());
    raw.send(mp4(100_000));
    await eventually(async () => expect(await stored()).not.toEqual([]));
    raw.socket.destroy();
    await eventually(async () =>
      expect(await onlyRow()).toMatchObject({ state: 'failed', failure_code: 'upload-interrupted' }),
    );
    await nothingIsLeft();
    await eventually(async () => expect((await onlyRow()).source_removed_at).not.toBeNull());
  });

  it('a form that ends inside its file', async () => {
    const raw = new RawUpload({ port: studio.server.port, login: 'alice' });
    raw.send(fieldPart('title', 'Cut') + fileStart());
    raw.send(mp4(100_000));
    raw.end();
    await eventually(() => expect(raw.status).toBe(400));
    raw.socket.destroy();
    expect(await onlyRow()).toMatchObject({ state: 'failed', failure_code: 'upload-interrupted' });
    await nothingIsLeft();
  });

  it.each([
    ['in the file', [fieldPart('title', 'Idle') + fileStart(), mp4(50_000)], 1],
    ['in a field', [fieldPart('title', 'Idle'), '--'], 0],
    ['after the file', [fieldPart('title', 'Idle') + fileStart(), mp4(50_000), FORM_END.slice(0, -4)], 1],
  ] as const)('a client that falls silent %s', async (_where, parts, count) => {
    const startedAt = Date.now();
    const raw = new RawUpload({ port: impatient.server.port, login: 'alice' });
    for (const part of parts) raw.send(part);
    await raw.closed;
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(IDLE_MS);
    expect(raw.answer).toContain('upload-interrupted');
    expect(await rows()).toHaveLength(count);
    await nothingIsLeft();
  });
});

describe('an early refusal', () => {
  it('reaches a client that has announced too much before it sends the file', async () => {
    const raw = new RawUpload({
      port: studio.server.port,
      login: 'alice',
      contentLength: MAX_BYTES + FORM_OVERHEAD_MAX_BYTES + 1,
    });
    await eventually(() => expect(raw.status).toBe(413));
    expect(raw.answer).toContain('file-too-large');
    await raw.closed;
    expect(await rows()).toEqual([]);
  });

  it('reaches a client that goes on sending, which is then cut off', async () => {
    const sender = new RawUpload({ port: studio.server.port, login: 'alice' });
    sender.send(fieldPart('title', 'x') + fileStart());
    sender.send('just a text '.repeat(1_000));
    const pump = setInterval(() => sender.send('more text '.repeat(1_000)), 5);
    await eventually(() => expect(sender.status).toBe(415));
    const answeredAt = Date.now();
    await sender.closed;
    clearInterval(pump);
    expect(Date.now() - answeredAt).toBeGreaterThan(LINGER_MS / 2);
    expect(Date.now() - answeredAt).toBeLessThan(10_000);
  });
});

describe('a browser without JavaScript', () => {
  const html = 'text/html,application/xhtml+xml,*/*;q=0.8';

  it('gets the form back with what was typed and what is wrong', async () => {
    const fields = { title: 'My <title>', description: 'Typed', visibility: 'unlisted' };
    const response = await upload(studio.url, { fields, file: new Blob(['text']), accept: html });
    expect(response.status).toBe(415);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toBeTruthy();
    const page = await response.text();
    expect(page).toContain('value="My &lt;title&gt;"');
    expect(page).toContain('The file is not a video.');
  });

  it('is sent to the login when it has none', async () => {
    const response = await upload(studio.url, { file: film(), login: null, accept: html });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/auth/login?redirect=%2Fstudio');
  });
});
