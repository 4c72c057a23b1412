import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problemOf, startStudio } from './testing/studio.js';
import { film, type StudioBed, sha256, startStudioBed } from './testing/studio-bed.js';
import { announced, idOf, offsetOf, stalledPatch, tusClient } from './testing/tus.js';

const MIB = 1024 ** 2;
const MAX_BYTES = 100 * MIB;
const QUOTA_BYTES = 250 * MIB;

let bed: StudioBed;

beforeAll(async () => {
  const limits = { UPLOAD_MAX_BYTES: MAX_BYTES, USER_QUOTA_BYTES: QUOTA_BYTES, JANITOR_PERIOD_MS: 100 };
  bed = await startStudioBed({ ...limits, UPLOAD_STALE_MS: 200 });
});
afterAll(() => bed?.stop());
beforeEach(() => bed.empty());

const alice = () => tusClient(bed.studio.url);

/** Another studio beside that of the test bed. */
async function startStudioWith(limits: Record<string, number>, work: (url: string) => Promise<void>) {
  const studio = await startStudio({ ...bed.options, limits });
  await work(studio.url).finally(() => studio.stop());
}

/** What a refused request is told. The words are for people. */
async function refusal(response: Response): Promise<[number, string]> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const { code, detail } = await problemOf(response);
  expect(detail).toMatch(/^[A-Z].*\.$/s);
  return [response.status, code];
}

describe('an announcement is refused', () => {
  it.each([
    { what: 'an empty file', sizeBytes: 0, told: [422, 'invalid-fields'] },
    { what: 'a file over the limit', sizeBytes: MAX_BYTES + 1, told: [413, 'file-too-large'] },
  ])('of $what', async ({ sizeBytes, told }) => {
    expect(await refusal(await alice().announce(sizeBytes))).toEqual(told);
    expect(await bed.videos()).toEqual([]);
  });

  it('over the quota, which drafts, stored files and nobody else count against', async () => {
    await announced(alice(), MAX_BYTES);
    await announced(tusClient(bed.studio.url, 'bob'), MAX_BYTES);
    const stored = await announced(alice(), 1_000);
    await alice().patch(stored, 0, film(1_000));
    const leftBytes = QUOTA_BYTES - MAX_BYTES - 1_000;
    const [first, second] = [leftBytes - MAX_BYTES + 1, MAX_BYTES];
    await announced(alice(), first);
    expect(await refusal(await alice().announce(second))).toEqual([413, 'quota-exceeded']);
    await announced(alice(), second - 1);
  });

  it('over the quota, also of several that are made at once', async () => {
    const announcements = Array.from({ length: 6 }, () => alice().announce(MAX_BYTES));
    const statuses = (await Promise.all(announcements)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 201, 413, 413, 413, 413]);
  });

  it('for which the store has no room beside what others are sending', async () => {
    const { freeBytes } = await bed.files.space();
    const sizeBytes = Math.ceil(Number(freeBytes) * 0.6);
    await startStudioWith({ UPLOAD_MAX_BYTES: sizeBytes, UPLOAD_RESERVE_SECONDS: 60 }, async (url) => {
      const first = await announced(tusClient(url), sizeBytes);
      expect(await refusal(await tusClient(url, 'bob').announce(sizeBytes))).toEqual([507, 'insufficient-storage']);
      const silentFor = (seconds: number) =>
        sql`UPDATE uploads SET touched_at = UTC_TIMESTAMP(3) - INTERVAL ${seconds} SECOND WHERE id = ${idOf(first)}`.execute(
          bed.database.db,
        );
      await silentFor(50);
      expect((await tusClient(url, 'bob').announce(sizeBytes)).status).toBe(507);
      await silentFor(60);
      await announced(tusClient(url, 'bob'), sizeBytes);
    });
  });

  it.each<{ what: string; headers: Record<string, string>; told: [number, string] }>([
    { what: 'no length', headers: { 'upload-defer-length': '1' }, told: [400, 'bad-request'] },
    {
      what: 'half of a file',
      headers: { 'upload-length': '5', 'upload-concat': 'partial' },
      told: [400, 'bad-request'],
    },
    { what: 'a length that is none', headers: { 'upload-length': '-5' }, told: [400, 'bad-request'] },
    {
      what: 'metadata that is none',
      headers: { 'upload-length': '5', 'upload-metadata': 'title ==!' },
      told: [400, 'bad-request'],
    },
    {
      what: 'a title that is too long',
      headers: { 'upload-length': '5', 'upload-metadata': `title ${Buffer.from('x'.repeat(201)).toString('base64')}` },
      told: [422, 'invalid-fields'],
    },
    {
      what: 'another tus',
      headers: { 'upload-length': '5', 'tus-resumable': '0.2.0' },
      told: [412, 'precondition-failed'],
    },
  ])('with $what', async ({ headers, told }) => {
    const response = await alice().send('POST', '/api/v1/studio/uploads', headers);
    expect(await refusal(response)).toEqual(told);
    expect(await bed.videos()).toEqual([]);
  });

  it('of somebody who is not logged in', async () => {
    const response = await fetch(`${bed.studio.url}/api/v1/studio/uploads`, { method: 'POST' });
    expect(await refusal(response)).toEqual([401, 'unauthenticated']);
  });
});

describe('bytes are refused, and nothing changes,', () => {
  let path: string;
  const bytes = film(50_000);

  beforeEach(async () => {
    path = await announced(alice(), bytes.length);
    await alice().patch(path, 0, bytes.subarray(0, 20_000));
  });

  const rest = bytes.subarray(20_000);
  const chunked = (...pieces: Buffer[]) => Readable.toWeb(Readable.from(pieces)) as ReadableStream;

  it.each<{
    what: string;
    offset: number;
    body: Buffer<ArrayBuffer>;
    headers: Record<string, string>;
    told: [number, string];
  }>([
    { what: 'before the offset', offset: 19_999, body: rest, headers: {}, told: [409, 'upload-offset-mismatch'] },
    { what: 'after the offset', offset: 20_001, body: rest, headers: {}, told: [409, 'upload-offset-mismatch'] },
    {
      what: 'of a length that changed',
      offset: 20_000,
      body: rest,
      headers: { 'upload-length': '60000' },
      told: [400, 'bad-request'],
    },
    {
      what: 'when they are more than announced',
      offset: 20_000,
      body: film(30_001),
      headers: {},
      told: [413, 'request-too-large'],
    },
    {
      what: 'of another media type',
      offset: 20_000,
      body: rest,
      headers: { 'content-type': 'video/mp4' },
      told: [415, 'unsupported-media-type'],
    },
    {
      what: 'with a hash that is none',
      offset: 20_000,
      body: rest,
      headers: { 'repr-digest': 'sha-256=:x:' },
      told: [400, 'bad-request'],
    },
  ])('$what', async ({ offset, body, headers, told }) => {
    const response = await alice().patch(path, offset, body, headers);
    expect(await refusal(response)).toEqual(told);
    expect(await offsetOf(alice(), path)).toBe(20_000);
  });

  it('when more come than announced in a request without a length', async () => {
    expect(await refusal(await alice().patch(path, 20_000, chunked(rest, Buffer.from('!'))))).toEqual([
      413,
      'request-too-large',
    ]);
    expect(await offsetOf(alice(), path)).toBe(20_000);
  });

  it('when they come from somebody else, who does not learn that there is an upload', async () => {
    const bob = tusClient(bed.studio.url, 'bob');
    expect(await refusal(await bob.patch(path, 20_000, rest))).toEqual([404, 'not-found']);
    expect([(await bob.head(path)).status, (await bob.end(path)).status]).toEqual([404, 404]);
    expect(await offsetOf(alice(), path)).toBe(20_000);
  });

  it('after the upload was given up, because nobody went on with it', async () => {
    const longAgo = sql<Date>`UTC_TIMESTAMP(3) - INTERVAL ${bed.studio.config.UPLOAD_EXPIRE_SECONDS + 5} SECOND`;
    await bed.database.db.updateTable('uploads').set({ touched_at: longAgo }).execute();
    await eventually(async () => expect(await bed.database.db.selectFrom('uploads').selectAll().execute()).toEqual([]));
    expect(await refusal(await alice().patch(path, 20_000, rest))).toEqual([410, 'upload-gone']);
    expect((await bed.videos())[0]).toMatchObject({ state: 'failed', failure_code: 'upload-expired' });
    expect(await bed.files.head(`source/${idOf(path)}.tail`)).toBeNull();
  });
});

it('the janitor leaves an upload alone that waits without a heartbeat for its client', async () => {
  const path = await announced(alice(), 1_000);
  const longAgo = sql<Date>`UTC_TIMESTAMP(3) - INTERVAL 1 HOUR`;
  await bed.database.db.updateTable('videos').set({ heartbeat_at: longAgo }).execute();
  const other = await announced(alice(), 1_000);
  await bed.database.db.updateTable('videos').set({ state: 'failed' }).where('id', '=', idOf(other)).execute();
  await eventually(async () =>
    expect(await bed.database.db.selectFrom('uploads').select('id').execute()).toEqual([{ id: idOf(path) }]),
  );
  expect(await offsetOf(alice(), path)).toBe(0);
});

describe('what is no video', () => {
  const page = Buffer.from(`<!doctype html><html>${'x'.repeat(20_000)}</html>`);
  const nothingIsLeft = async () => {
    expect(await bed.videos()).toEqual([]);
    expect(await bed.database.db.selectFrom('uploads').selectAll().execute()).toEqual([]);
  };

  it('is refused by its first bytes, while the rest is on its way', async () => {
    const path = await announced(alice(), page.length);
    expect(await refusal(await alice().patch(path, 0, page))).toEqual([415, 'not-a-video']);
    await nothingIsLeft();
  });

  it('is refused when they come in small pieces, and when there are few', async () => {
    const path = await announced(alice(), page.length);
    expect((await alice().patch(path, 0, page.subarray(0, 3_000))).status).toBe(204);
    expect(await refusal(await alice().patch(path, 3_000, page.subarray(3_000)))).toEqual([415, 'not-a-video']);
    const tiny = await announced(alice(), 5);
    expect(await refusal(await alice().patch(tiny, 0, Buffer.from('hello')))).toEqual([415, 'not-a-video']);
    await nothingIsLeft();
    expect(await bed.files.head(`source/${idOf(path)}.tail`)).toBeNull();
  });
});

describe('the hash that the client names', () => {
  const digest = (bytes: Buffer) => ({
    'repr-digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
  });

  it('is compared with what arrived in all requests: a match is queued', async () => {
    const bytes = film(9 * MIB);
    const path = await announced(alice(), bytes.length);
    await alice().patch(path, 0, bytes.subarray(0, 5 * MIB), digest(bytes));
    const response = await alice().patch(path, 5 * MIB, bytes.subarray(5 * MIB), digest(bytes));
    expect(response.status).toBe(204);
    expect((await bed.videos())[0]).toMatchObject({ state: 'queued', sha256: sha256(bytes) });
  });

  it('ends the upload when it is another: nothing is published, and the reason stays', async () => {
    const bytes = film(9 * MIB);
    const path = await announced(alice(), bytes.length);
    expect(await refusal(await alice().patch(path, 0, bytes, digest(film(10))))).toEqual([422, 'checksum-mismatch']);
    expect((await bed.videos())[0]).toMatchObject({ state: 'failed', failure_code: 'checksum-mismatch', sha256: null });
    expect((await alice().head(path)).status).toBe(410);
    await eventually(async () => expect(await bed.files.head(`source/${idOf(path)}`)).toBeNull());
  });
});

describe('two that write one upload', () => {
  const bytes = film(9 * MIB);

  /** A client that sends so much of the rest, and then is silent. */
  function stalled(path: string, offsetBytes: number, sent: Buffer, { server } = bed.studio) {
    const { port } = server;
    const client = stalledPatch({ port, login: 'alice', path, offsetBytes, restBytes: bytes.length - offsetBytes });
    client.socket.write(sent);
    return client;
  }

  /** Resolves when the first whole part of a stalled client is stored. */
  const partStored = (path: string) =>
    eventually(async () => {
      const rows = bed.database.db.selectFrom('uploads').select('received_bytes').where('id', '=', idOf(path));
      expect((await rows.executeTakeFirst())?.received_bytes).toBe(5 * MIB);
    });

  it('the newer one goes on at once, and the older one is told', async () => {
    const path = await announced(alice(), bytes.length);
    const older = stalled(path, 0, bytes.subarray(0, 5 * MIB + 100));
    await partStored(path);
    const response = await alice().patch(path, 5 * MIB, bytes.subarray(5 * MIB));
    expect(response.status).toBe(204);
    await eventually(() => expect(older.answer()).toMatch(/^HTTP\/1.1 423 [\s\S]*"upload-locked"/));
    older.socket.destroy();
    expect(await bed.storedSha256(idOf(path))).toBe(sha256(bytes));
  });

  it('one that asks where to go on gets what the silent one had sent', async () => {
    const path = await announced(alice(), bytes.length);
    const older = stalled(path, 0, bytes.subarray(0, 5 * MIB + 100));
    await partStored(path);
    await eventually(async () => expect(await offsetOf(alice(), path)).toBe(5 * MIB + 100));
    older.socket.destroy();
    expect((await alice().patch(path, 5 * MIB + 100, bytes.subarray(5 * MIB + 100))).status).toBe(204);
    expect(await bed.storedSha256(idOf(path))).toBe(sha256(bytes));
  });

  const keptBytes = async () =>
    (await bed.database.db.selectFrom('uploads').select('received_bytes').executeTakeFirst())?.received_bytes;

  it('what a client sent is kept when its connection breaks', async () => {
    const path = await announced(alice(), bytes.length);
    const broken = stalled(path, 0, bytes.subarray(0, 100_000));
    broken.socket.end();
    await eventually(async () => expect(await keptBytes()).toBe(100_000));
  });

  it('what a client sent is kept when it says nothing for long', async () => {
    const impatient = await startStudio({ ...bed.options, limits: { UPLOAD_IDLE_MS: 400 } });
    try {
      const path = await announced(alice(), bytes.length);
      const silent = stalled(path, 0, bytes.subarray(0, 100_000), impatient);
      await eventually(() => expect(silent.answer()).toMatch(/^HTTP\/1.1 400 [\s\S]*"upload-interrupted"/));
      expect(await keptBytes()).toBe(100_000);
      silent.socket.destroy();
    } finally {
      await impatient.stop();
    }
  });

  it('what a client sent is kept when the studio is stopped', async () => {
    const stopping = await startStudio(bed.options);
    const path = await announced(alice(), bytes.length);
    const arriving = once(stopping.server.server, 'request') as Promise<[IncomingMessage]>;
    const client = stalled(path, 0, bytes.subarray(0, 100_000), stopping);
    const [request] = await arriving;
    await eventually(() => expect(request.socket.bytesRead).toBeGreaterThan(100_000));
    await stopping.stop();
    expect(await offsetOf(alice(), path)).toBe(100_000);
    client.socket.destroy();
  });
});
