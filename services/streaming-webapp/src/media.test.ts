import { randomUUID } from 'node:crypto';
import { captionKey } from '@kinora/contracts';
import { connectDatabase } from '@kinora/database';
import type { FileClient } from '@kinora/file-client';
import { type RunningServer, signPlaybackToken } from '@kinora/service-kit';
import { freePort } from '@kinora/stack';
import { createTestDatabase, type TestDatabase } from '@kinora/testing';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { SECRET, startSite } from './testing/site-bed.js';

const [ID, OTHER_ID, REPLACEMENT_ID, TEXT_ID] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const MAIN = '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv360/index.m3u8\n';
const MEDIA =
  '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:3.5,\n1.m4s\n#EXT-X-ENDLIST\n';
const HEAD = 'WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n';
const objects = new Map([
  [`hls/${ID}/1/main.m3u8`, MAIN],
  [`hls/${ID}/1/v360/index.m3u8`, MEDIA],
  [captionKey(ID, TEXT_ID), 'WEBVTT\n\n00:00:01.000 --> 00:00:09.000 line:0\nHallo\n'],
]);

/** What the file client reads. */
const files: Pick<FileClient, 'getText'> = {
  async getText(key) {
    reads.push(key);
    return objects.get(key) ?? null;
  },
};
const reads: string[] = [];

let database: TestDatabase;
let server: RunningServer;

beforeAll(async () => {
  database = await createTestDatabase();
  const at = new Date();
  for (const id of [ID, OTHER_ID, REPLACEMENT_ID])
    await database.db
      .insertInto('videos')
      .values({
        ...{ id, owner_id: 'alice', video_name: 'A film', description: '', visibility: 'private' },
        ...{ video_path: `source/${id}`, file_name: 'film.mp4', state: 'queued', heartbeat_at: at, created_at: at },
        replaces: id === REPLACEMENT_ID ? ID : null,
      })
      .execute();
  await database.db
    .insertInto('captions')
    .values({
      ...{ id: randomUUID(), video_id: ID, language: 'de', kind: 'subtitles', text_path: captionKey(ID, TEXT_ID) },
      ...{ cue_count: 1, size_bytes: 1, created_at: at, changed_at: at },
    })
    .execute();
  server = await startSite(database.db, files);
});

afterAll(async () => {
  await server?.close();
  await database?.drop();
});

interface Asked {
  id?: string;
  token?: string;
  headers?: Record<string, string>;
  port?: number;
}

const get = (rest: string, { id = ID, token = signPlaybackToken(id, SECRET), headers = {}, port }: Asked = {}) =>
  fetch(`http://127.0.0.1:${port ?? server.port}/media/${token}/${id}/${rest}`, { headers });

it('names captions in the playlist of a stream, for as long as they are the same', async () => {
  const response = await get('1/main.m3u8');
  expect(response.headers.get('content-type')).toBe('application/vnd.apple.mpegurl; charset=utf-8');
  const text = await response.text();
  expect(text).toContain(`URI="../captions/${TEXT_ID}/1/v360/index.m3u8"`);
  expect(text).toContain('#EXT-X-STREAM-INF:BANDWIDTH=1,SUBTITLES="subtitles"\n');
  const known = { 'if-none-match': response.headers.get('etag') ?? '', 'cache-control': 'max-age=0' };
  const again = await get('1/main.m3u8', { headers: known });
  expect(again.status).toBe(304);
});

it('cuts a text where it is asked for, and where the video ends', async () => {
  const playlist = await (await get(`captions/${TEXT_ID}/1/v360/index.m3u8`)).text();
  expect(playlist).toContain('#EXTINF:3.500000,\n../../0-3500-3500.vtt\n');
  const segment = await get(`captions/${TEXT_ID}/0-3500-3500.vtt`);
  expect(segment.headers.get('content-type')).toBe('text/vtt; charset=utf-8');
  expect(await segment.text()).toBe(`${HEAD}\n00:00:01.000 --> 00:00:03.500 line:0\nHallo\n`);
  expect(await (await get(`captions/${TEXT_ID}/0-2000.vtt`)).text()).toContain('--> 00:00:09.000');
  expect(await (await get(`captions/${TEXT_ID}/0-1000.vtt`)).text()).toBe(HEAD);
});

it('reads a text once for all of its segments', async () => {
  const textId = randomUUID();
  const key = captionKey(ID, textId);
  objects.set(key, 'WEBVTT\n\n00:00:01.000 --> 00:01:09.000\nHallo\n');
  for (const file of ['0-60000-90000.vtt', '60000-90000-90000.vtt'])
    expect(await (await get(`captions/${textId}/${file}`)).text()).toContain('Hallo');
  expect(reads.filter((read) => read === key)).toHaveLength(1);
});

it('says nothing more in captions that were deleted, which ends no stream', async () => {
  const gone = randomUUID();
  expect((await get(`captions/${gone}/1/v360/index.m3u8`)).status).toBe(200);
  const segment = await get(`captions/${gone}/0-3500-3500.vtt`);
  expect([segment.status, await segment.text()]).toEqual([200, HEAD]);
});

it('belongs to the video, whichever of its files is played', async () => {
  objects.set(`hls/${REPLACEMENT_ID}/1/main.m3u8`, MAIN);
  expect(await (await get('1/main.m3u8', { id: REPLACEMENT_ID })).text()).toContain(TEXT_ID);
  expect(await (await get(`captions/${TEXT_ID}/0-2000.vtt`, { id: REPLACEMENT_ID })).text()).toContain('Hallo');
});

it.each([
  ['1/first.m3u8'],
  ['1/index.m3u8'],
  [`captions/${TEXT_ID}`],
  [`captions/${TEXT_ID}/x.vtt`],
  [`captions/${TEXT_ID}/1/v720/index.m3u8`],
  ['captions/x/0-1.vtt'],
  [`captions/${TEXT_ID}/1/v360/..%2F..%2Fmain.m3u8`],
])('finds nothing at %s', async (rest) => expect((await get(rest)).status).toBe(404));

it('opens nothing to the token of another video', async () => {
  for (const rest of ['1/main.m3u8', `captions/${TEXT_ID}/0-1.vtt`, `captions/${TEXT_ID}/1/v360/index.m3u8`]) {
    expect((await get(rest, { token: signPlaybackToken(OTHER_ID, SECRET) })).status).toBe(403);
    expect((await get(rest, { token: 'x' })).status).toBe(403);
  }
  expect(await (await get(`captions/${TEXT_ID}/0-2000.vtt`, { id: OTHER_ID })).text()).not.toContain('Hallo');
});

it('gives the stream without captions while the database is away, and those that somebody reads go on', async () => {
  const db = connectDatabase({ ...database.config, DB_PORT: await freePort() });
  const cut = await startSite(db, files);
  onTestFinished(async () => {
    await cut.close();
    await db.destroy();
  });
  const response = await get('1/main.m3u8', { port: cut.port });
  expect([response.status, await response.text()]).toEqual([200, MAIN]);
  const segment = await get(`captions/${TEXT_ID}/0-2000.vtt`, { port: cut.port });
  expect(await segment.text()).toContain('Hallo');
});
