import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Chapter, type Poster, picturesPrefix } from '@kinora/contracts';
import type { Child } from '@kinora/stack';
import { eventually, tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StudioVideo } from '../web/props.js';
import { problemOf, type Studio, startStudio, upload } from './testing/studio.js';
import { type StudioBed, startStudioBed } from './testing/studio-bed.js';
import { draw, startTranscoder } from './testing/transcoder.js';

const PICTURE_MAX_BYTES = 50_000;
const QUICK = { PICTURE_MAX_BYTES, OLD_PICTURE_KEEP_SECONDS: 1, JANITOR_PERIOD_MS: 100 };
const CLIP_SECONDS = 4;
/** As ffmpeg reads them. */
const CHAPTERS = [
  ';FFMETADATA1',
  ...['[CHAPTER]', 'TIMEBASE=1/1000', 'START=0', 'END=1500', 'title=Start'],
  ...['[CHAPTER]', 'TIMEBASE=1/1000', 'START=1500', 'END=4000', 'title=The garden'],
].join('\n');

let bed: StudioBed;
let transcoder: Child & { url: string };
let studio: Studio;
let id: string;
let png: Buffer;
let wide: Buffer;
let moving: Buffer;

beforeAll(async () => {
  bed = await startStudioBed(QUICK);
  const where = { database: bed.options.database, redisUrl: bed.options.redisUrl, fileServiceUrl: bed.service.url };
  transcoder = await startTranscoder(where);
  studio = await startStudio({ ...bed.options, limits: { TRANSCODER_URL: transcoder.url, ...QUICK } });
  png = await readFile(await draw('a.png', 'color=red:s=96x64', ['-frames:v', '1', '-update', '1']));
  wide = await readFile(await draw('wide.png', 'color=red:s=30000x64', ['-frames:v', '1', '-update', '1']));
  moving = await readFile(await draw('moving.apng', 'testsrc2=s=64x64:r=2:d=1'));
  const chapters = path.join(await tempFolder(), 'chapters.txt');
  await writeFile(chapters, CHAPTERS);
  const clip = await draw('clip.mp4', `testsrc2=s=320x180:r=10:d=${CLIP_SECONDS}`, [
    ...['-i', chapters, '-map_metadata', '1', '-g', '10', '-pix_fmt', 'yuv420p'],
  ]);
  const sent = await upload(studio.url, { file: new Blob([new Uint8Array(await readFile(clip))]) });
  id = ((await sent.json()) as StudioVideo).id;
  await eventually(async () => expect(await videoOf()).toMatchObject({ state: 'ready' }), { timeoutMs: 60_000 });
});
afterAll(async () => {
  await studio?.stop();
  await transcoder?.kill();
  await bed?.stop();
});

interface Ask {
  as?: string;
  ifMatch?: string | undefined;
  of?: Studio;
  method?: string;
  body?: Uint8Array<ArrayBuffer> | string;
  type?: string;
}

const call = (path: string, { as = 'alice', ifMatch, of = studio, method = 'GET', body, type }: Ask = {}) =>
  fetch(`${of.url}/api/v1/studio/videos/${path}`, {
    ...{ method, body: body ?? null },
    headers: {
      cookie: `auth_token=${as}`,
      ...(type ? { 'content-type': type } : {}),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
  });
const videoOf = async () => (await (await call(id)).json()) as StudioVideo;
const poster = (ask?: Ask) => call(`${id}/poster`, ask);
const choose = (choice: unknown, ask: Ask = {}) =>
  poster({ ...ask, method: 'PUT', body: JSON.stringify(choice), type: 'application/json' });
const send = (bytes: Buffer, ask: Ask = {}) =>
  call(`${id}/poster/file`, { ...ask, method: 'PUT', body: new Uint8Array(bytes), type: 'image/png' });
const posterOf = async (response: Response) => {
  const shown = (await response.json()) as Poster;
  expect([response.status, shown]).toEqual([200, shown]);
  return shown;
};
const etagNow = async () => String((await poster()).headers.get('etag'));
/** Folders of the pictures that the owner chose. */
const stored = async () => [
  ...new Set((await bed.files.list(picturesPrefix(id))).map((key) => key.split('/').slice(0, -1).join('/'))),
];
const objectOf = (url = '') => url.split('/').slice(3).join('/');

describe('the picture of a video', () => {
  it('is what Kinora chose, with two more to choose from, until its owner says otherwise', async () => {
    const response = await poster();
    expect(response.headers.get('etag')).toBe('"automatic"');
    const { choice, candidates, posterUrl } = await posterOf(response);
    expect([choice, candidates.map(({ number }) => number)]).toEqual([{ kind: 'automatic' }, [1, 2, 3]]);
    expect(posterUrl).toBe((await videoOf()).posterUrl);
  });

  it('is the candidate that its owner chooses, under an address of its own', async () => {
    const { choice, posterUrl, thumbnailUrl } = await posterOf(await choose({ kind: 'candidate', number: 2 }));
    expect(choice).toEqual({ kind: 'candidate', number: 2 });
    expect(await videoOf()).toMatchObject({ posterUrl, thumbnailUrl });
    expect(objectOf(posterUrl)).toMatch(new RegExp(`^${id}/pictures/[0-9a-f-]{36}/poster.jpg$`));
    const [folder = ''] = await stored();
    const { body } = await bed.files.get(`${folder}/poster-small.jpg`);
    expect(Buffer.concat(await body.toArray()).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  });

  it('is the frame of a moment, or a file', async () => {
    const frame = await posterOf(await choose({ kind: 'frame', atSeconds: CLIP_SECONDS }));
    expect(frame.choice).toEqual({ kind: 'frame', atSeconds: CLIP_SECONDS });
    const file = await posterOf(await send(png));
    expect(file.choice).toEqual({ kind: 'upload' });
    expect(objectOf(file.posterUrl)).not.toBe(objectOf(frame.posterUrl));
  });

  it('is changed by the first of two windows alone', async () => {
    const etag = await etagNow();
    const both = await Promise.all([1, 2].map((number) => choose({ kind: 'candidate', number }, { ifMatch: etag })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await send(png, { ifMatch: etag })).status).toBe(412);
    expect((await choose({ kind: 'automatic' }, { ifMatch: await etagNow() })).status).toBe(200);
    expect(await etagNow()).toBe('"automatic"');
  });

  it('leaves nothing behind of those before it', async () => {
    await posterOf(await send(png));
    const [, now] = objectOf((await videoOf()).posterUrl).match(/pictures\/(.+)\//) ?? [];
    await eventually(async () => expect(await stored()).toEqual([`${picturesPrefix(id)}${now}`]));
  });
});

it('chapters of a file are those of its video until the owner writes others, or takes them away', async () => {
  const chapters = async () => ((await (await call(`${id}/chapters`)).json()) as { chapters: Chapter[] }).chapters;
  const put = async (list: Chapter[]) => {
    const ifMatch = String((await call(`${id}/chapters`)).headers.get('etag'));
    const body = JSON.stringify({ chapters: list });
    return (await call(`${id}/chapters`, { method: 'PUT', body, type: 'application/json', ifMatch })).status;
  };
  expect(await chapters()).toEqual([
    { startSeconds: 0, title: 'Start' },
    { startSeconds: 1.5, title: 'The garden' },
  ]);
  expect(await put([{ startSeconds: 1, title: 'Mine' }])).toBe(200);
  expect(await chapters()).toEqual([{ startSeconds: 1, title: 'Mine' }]);
  expect([await put([]), await chapters()]).toEqual([200, []]);
});

describe('what cannot stand for a video', () => {
  const cases: [string, () => Promise<Response>, number, string][] = [
    ['a moment beyond the end', () => choose({ kind: 'frame', atSeconds: CLIP_SECONDS + 9 }), 422, 'invalid-fields'],
    ['a moment before the start', () => choose({ kind: 'frame', atSeconds: -1 }), 422, 'invalid-fields'],
    ['no moment', () => choose({ kind: 'frame', atSeconds: 'soon' }), 422, 'invalid-fields'],
    ['no candidate', () => choose({ kind: 'candidate', number: 4 }), 422, 'invalid-fields'],
    ['nothing', () => choose({}), 422, 'invalid-fields'],
    ['a form', () => poster({ method: 'PUT', body: 'kind=upload' }), 415, 'unsupported-media-type'],
    ['a text', () => send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 415, 'not-a-picture'],
    ['no bytes', () => send(Buffer.alloc(0)), 415, 'not-a-picture'],
    ['a picture that is cut off', () => send(png.subarray(0, -9)), 422, 'picture-unusable'],
    ['a picture that is damaged', () => send(Buffer.from(png).fill(0x55, 60, 90)), 422, 'picture-unusable'],
    ['a picture that is 30,000 pixels wide', () => send(wide), 422, 'picture-unusable'],
    ['a picture that moves', () => send(moving), 422, 'picture-unusable'],
    ['too many bytes', () => send(Buffer.alloc(PICTURE_MAX_BYTES + 1)), 413, 'file-too-large'],
    ['a choice of somebody else', () => choose({ kind: 'candidate', number: 1 }, { as: 'bob' }), 404, 'not-found'],
    ['a file of somebody else', () => send(png, { as: 'bob' }), 404, 'not-found'],
  ];
  it.each(cases)('%s is refused and changes nothing', async (_what, ask, status, code) => {
    const before = await etagNow();
    const response = await ask();
    expect([response.status, (await problemOf(response)).code]).toEqual([status, code]);
    expect(await etagNow()).toBe(before);
  });

  it('somebody else does not even see it', async () => expect((await poster({ as: 'bob' })).status).toBe(404));

  it('a picture of as many bytes as may be is judged by what it is', async () => {
    expect((await problemOf(await send(Buffer.alloc(PICTURE_MAX_BYTES)))).code).toBe('not-a-picture');
  });
});

it('without the transcoder says what can be done meanwhile, and candidates can still be chosen', async () => {
  const alone = bed.studio;
  for (const ask of [() => choose({ kind: 'frame', atSeconds: 1 }, { of: alone }), () => send(png, { of: alone })]) {
    const response = await ask();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await problemOf(response)).detail).toMatch(/Nothing was changed.*choose one of the pictures/);
  }
  expect((await choose({ kind: 'candidate', number: 3 }, { of: alone })).status).toBe(200);
});

it('goes with its video, and nothing of it stays', async () => {
  expect(await stored()).not.toEqual([]);
  expect((await call(`${id}?permanently=true`, { method: 'DELETE' })).status).toBe(204);
  await eventually(async () => expect(await stored()).toEqual([]));
  await eventually(async () => {
    const rows = await bed.database.db.selectFrom('videos').select('id').where('id', '=', id).execute();
    expect(rows).toEqual([]);
  });
  const unwanted = () => bed.database.db.selectFrom('unwanted_objects').select('object_key').execute();
  await eventually(async () => expect(await unwanted()).toEqual([]));
});
