import type { StudioVideo } from '@kinora/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mp4 } from './testing/form.js';
import { problemOf, upload } from './testing/studio.js';
import { type StudioBed, startStudioBed } from './testing/studio-bed.js';

const MILLION = 'x'.repeat(1_000_000);
const ATTACK = '</script><script>alert(1)</script><img src=x onerror=alert(1)>"\'';

let bed: StudioBed;
let id: string;

beforeAll(async () => {
  bed = await startStudioBed({ CAPTIONS_MAX_PER_VIDEO: 2 });
});
afterAll(() => bed?.stop());
beforeEach(async () => {
  await bed.database.db.deleteFrom('captions').execute();
  await bed.empty();
  id = ((await (await send('A film')).json()) as StudioVideo).id;
});

const send = (title: string, { description = '', fileName = 'film.mp4' } = {}) =>
  upload(bed.studio.url, { fields: { title, description }, file: new Blob([mp4(2_000)]), fileName });
const call = (path: string, method = 'GET', body?: unknown) =>
  fetch(`${bed.studio.url}${path}`, {
    ...{ method, body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body) },
    headers: { cookie: 'auth_token=alice', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
  });
const path = (rest = '') => `/api/v1/studio/videos/${id}${rest}`;
const all = async () => ({
  videos: await bed.videos(),
  captions: await bed.database.db.selectFrom('captions').selectAll().execute(),
});

describe('a million characters', () => {
  it.each<[string, () => Promise<Response>, number, string]>([
    ['in the title of a form', () => send(MILLION), 422, 'invalid-fields'],
    ['in the description of a form', () => send('x', { description: MILLION }), 422, 'invalid-fields'],
    ['in a title', () => call(path(), 'PATCH', { title: MILLION }), 413, 'request-too-large'],
    ['in tags', () => call(path(), 'PATCH', { tags: [MILLION] }), 413, 'request-too-large'],
    [
      'in tags of many videos',
      () => call('/api/v1/studio/videos/bulk', 'POST', { ids: [id], action: 'tags', add: [MILLION] }),
      ...([413, 'request-too-large'] as const),
    ],
    [
      'in a chapter',
      () => call(path('/chapters'), 'PUT', { chapters: [{ startSeconds: 0, title: MILLION }] }),
      ...([413, 'request-too-large'] as const),
    ],
    [
      'in captions',
      () => call(path('/captions?language=de'), 'POST', `WEBVTT\n\n00:01.000 --> 00:02.000\n${MILLION}\n`),
      ...([422, 'invalid-captions'] as const),
    ],
  ])('%s are refused and change nothing', async (_where, ask, status, code) => {
    const before = await all();
    const response = await ask();
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect([response.status, (await problemOf(response)).code]).toEqual([status, code]);
    expect(await all()).toEqual(before);
  });
});

it('markup is text in every field, which the pages show and never run', async () => {
  const { id: attacked } = (await (await send(ATTACK, { fileName: `${ATTACK}.mp4` })).json()) as StudioVideo;
  id = attacked;
  const edit = { description: ATTACK, tags: [ATTACK.slice(0, 30)] };
  expect((await call(path(), 'PATCH', edit)).status).toBe(200);
  expect((await call(path('/chapters'), 'PUT', { chapters: [{ startSeconds: 0, title: ATTACK }] })).status).toBe(200);
  const captions = `language=de&label=${encodeURIComponent(ATTACK)}`;
  const text = 'WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n';
  expect((await (await call(path(`/captions?${captions}`), 'POST', text)).json()).label).toBe(ATTACK);
  expect(await (await call(path())).json()).toMatchObject({ title: ATTACK, description: ATTACK });
  expect((await (await call(path('/chapters'))).json()).chapters[0].title).toBe(ATTACK);
  for (const page of ['/studio', `/studio/videos/${id}`, `/studio?q=${encodeURIComponent(ATTACK.slice(0, 60))}`]) {
    const html = await (await call(page)).text();
    expect(html).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
    expect(html).not.toMatch(/<script>alert|<img src=x/);
  }
});
