import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { CAPTION_LABEL_MAX_CHARS, type Caption, captionKey } from '@kinora/contracts';
import { eventually } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallOptions, captionsIn, pathOf, SRT, VTT } from './testing/captions.js';
import { problemOf, startStudio } from './testing/studio.js';
import { type StudioBed, startStudioBed } from './testing/studio-bed.js';

const LIMITS = {
  ...{ CAPTION_FILE_MAX_BYTES: 2_000, CAPTION_MAX_CUES: 20, CAPTION_CUE_MAX_CHARS: 200, CAPTIONS_MAX_PER_VIDEO: 3 },
  ...{ JANITOR_PERIOD_MS: 100, QUEUE_ADD_TIMEOUT_MS: 50, DELETED_CAPTIONS_KEEP_SECONDS: 1 },
};
let bed: StudioBed;
beforeAll(async () => {
  bed = await startStudioBed(LIMITS);
});
afterAll(() => bed?.stop());

const { call, post, addVideo, add, captionsOf, textOf, storedTexts } = captionsIn(() => bed);

describe('captions', () => {
  it('are taken as SubRip or WebVTT in several languages, listed, and given back as WebVTT', async () => {
    const id = await addVideo();
    const response = await post(id, SRT, 'language=GER&kind=captions&label=%20F%C3%BCr%0AGeh%C3%B6rlose');
    const german = (await response.json()) as Caption;
    expect([response.status, response.headers.get('etag')]).toEqual([201, '"1"']);
    expect(response.headers.get('location')).toBe(pathOf(id, `/${german.id}`));
    expect(german).toMatchObject({ language: 'de', label: 'Für Gehörlose', kind: 'captions', cues: 1, version: 1 });
    const english = await add(id, 'language=en&label=', VTT);
    expect(english).toMatchObject({ language: 'en', label: null, kind: 'subtitles', sizeBytes: VTT.length });
    expect(await captionsOf(id)).toEqual([german, english]);
    expect(await (await call(pathOf(id, `/${german.id}`))).json()).toEqual(german);
    const file = await textOf(id, german);
    expect(file.headers.get('content-type')).toMatch(/^text\/vtt/);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename=Harbour.de.vtt');
    expect(await file.text()).toBe(VTT.replace('Hello', 'Hallo'));
  });

  it('may be in an older encoding that is named', async () => {
    const id = await addVideo();
    const bytes = Buffer.from(`${SRT.trim()} \x93Sch\xf6n\x94`, 'latin1');
    const refused = await problemOf(await post(id, bytes));
    expect([refused.code, refused.errors?.map(({ field }) => field)]).toEqual(['invalid-fields', ['charset', 'file']]);
    expect(refused.errors?.[1]?.detail).toMatch(/^Line 3: /);
    const response = await post(id, bytes, 'language=de', { type: 'text/plain; charset=windows-1252' });
    expect(await (await textOf(id, (await response.json()) as Caption)).text()).toContain('Hallo “Schön”');
  });

  it('change their words, their language and their text, each over the version that was seen', async () => {
    const id = await addVideo();
    const caption = await add(id);
    const one = pathOf(id, `/${caption.id}`);
    const json = { method: 'PATCH', type: 'application/json' };
    const edited = await call(one, { ...json, body: '{"language":"fr","label":"Neu"}', ifMatch: '"1"' });
    expect([edited.headers.get('etag'), await edited.json()]).toMatchObject(['"2"', { language: 'fr', label: 'Neu' }]);
    for (const attempt of [
      call(one, { ...json, body: '{"label":"x"}', ifMatch: '"1"' }),
      call(`${one}/file`, { method: 'PUT', body: VTT, ifMatch: '"1"' }),
      call(one, { method: 'DELETE', ifMatch: '"1"' }),
    ])
      expect((await attempt).status).toBe(412);
    const replaced = await call(`${one}/file`, { method: 'PUT', body: VTT, ifMatch: '"2"' });
    expect(await replaced.json()).toMatchObject({ label: 'Neu', language: 'fr', version: 3 });
    await eventually(async () => expect(await storedTexts(id)).toHaveLength(1));
    expect(await (await textOf(id, caption)).text()).toBe(VTT);
  });

  it('survive a restart, and go for good with their objects', async () => {
    const id = await addVideo();
    const [kept, deleted] = [await add(id), await add(id, 'language=en')];
    const other = await startStudio(bed.options);
    try {
      const address = pathOf(id, `/${kept.id}/file`);
      expect(await text((await call(address, { url: other.url })).body as never)).toContain('Hallo');
    } finally {
      await other.stop();
    }
    expect((await call(pathOf(id, `/${deleted.id}`), { method: 'DELETE' })).status).toBe(204);
    expect((await call(pathOf(id, `/${deleted.id}`))).status).toBe(404);
    expect(await captionsOf(id)).toEqual([kept]);
    await eventually(async () => expect(await storedTexts(id)).toHaveLength(1));
    await call(`/api/v1/studio/videos/${id}?permanently=true`, { method: 'DELETE' });
    await eventually(async () => expect(await storedTexts(id)).toEqual([]));
    const { db } = bed.database;
    await eventually(async () =>
      expect(
        await db.selectFrom('unwanted_objects').selectAll().where('object_key', 'like', `%${id}%`).execute(),
      ).toEqual([]),
    );
  });

  it('that broke off before a row named them leave no object behind, and those on their way are left alone', async () => {
    const id = await addVideo();
    const [late, young] = [captionKey(id, randomUUID()), captionKey(id, randomUUID())];
    for (const [key, seconds] of [
      [late, -1],
      [young, 60],
    ] as const) {
      await bed.files.put(key, Buffer.from(VTT));
      const dueAt = new Date(Date.now() + seconds * 1_000);
      await bed.database.db.insertInto('unwanted_objects').values({ object_key: key, remove_after: dueAt }).execute();
    }
    await eventually(async () => expect(await bed.files.head(late)).toBeNull());
    expect(await bed.files.head(young)).not.toBeNull();
    await bed.database.db.deleteFrom('unwanted_objects').where('object_key', '=', young).execute();
    await bed.files.remove(young);
  });

  it('wait for a storage that is away, and are not half there', async () => {
    const id = await addVideo();
    const cut = await startStudio({ ...bed.options, fileServiceUrl: 'http://127.0.0.1:1' });
    try {
      expect((await post(id, SRT, undefined, { url: cut.url })).status).toBe(503);
    } finally {
      await cut.stop();
    }
    expect(await captionsOf(id)).toEqual([]);
    expect((await post(id, SRT)).status).toBe(201);
  });

  it('stay in the trash with their video, where they cannot be changed', async () => {
    const id = await addVideo();
    const caption = await add(id);
    await call(`/api/v1/studio/videos/${id}`, { method: 'DELETE' });
    const one = pathOf(id, `/${caption.id}`);
    for (const attempt of [
      post(id, SRT),
      call(one, { method: 'DELETE' }),
      call(`${one}/file`, { method: 'PUT', body: VTT }),
    ])
      expect((await problemOf(await attempt)).code).toBe('conflict');
    await call(`/api/v1/studio/videos/${id}/restore`, { method: 'POST' });
    expect(await captionsOf(id)).toEqual([caption]);
  });

  it('of somebody else are not there', async () => {
    const id = await addVideo();
    const caption = await add(id);
    for (const address of [pathOf(id), pathOf(id, `/${caption.id}`), pathOf(id, `/${caption.id}/file`)]) {
      expect((await call(address, { as: 'bob' })).status).toBe(404);
      expect((await call(address, { as: null })).status).toBe(401);
    }
    const another = await addVideo();
    expect((await call(pathOf(another, `/${caption.id}`))).status).toBe(404);
    expect((await post(id, SRT, undefined, { as: 'bob' })).status).toBe(404);
    expect((await call(pathOf(id, `/${caption.id}`), { method: 'DELETE', as: 'bob' })).status).toBe(404);
    expect((await call(pathOf(id, `/${caption.id}/file`), { method: 'PUT', body: VTT, as: 'bob' })).status).toBe(404);
    expect(await captionsOf(id)).toEqual([caption]);
  });
});

describe('what is refused changes nothing', () => {
  let id: string;
  let caption: Caption;
  beforeAll(async () => {
    id = await addVideo();
    caption = await add(id);
  });
  const cue = (at: number, words = 'x') => `00:00:${String(at).padStart(2, '0')}.000 --> 00:01:00.000\n${words}\n`;
  const cues = (count: number) => ['WEBVTT\n', ...Array.from({ length: count }, (_, at) => cue(at))].join('\n');

  it.each<[string, CallOptions['body'] | undefined, number, string, RegExp]>([
    ['nothing', undefined, 415, 'not-captions', /empty/],
    ['no captions', '{"captions":"no"}', 415, 'not-captions', /WebVTT \(\.vtt\)/],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), 415, 'not-captions', /WebVTT/],
    ['captions without text', 'WEBVTT\n', 415, 'not-captions', /no text/],
    ['too large a file', VTT.padEnd(2_001), 413, 'file-too-large', /2 KiB/],
    [
      'a text that ends before it begins',
      'WEBVTT\n\n00:05.000 --> 00:01.000\nx',
      422,
      'invalid-captions',
      /^Line 3: .*before/,
    ],
    ['too many texts', cues(21), 422, 'invalid-captions', /^Line 63: .*20/],
    ['NUL bytes', `${SRT}\0`, 422, 'invalid-captions', /^Line 4: .*NUL/],
    ['a text that is too long', `WEBVTT\n\n${cue(1, 'x'.repeat(201))}`, 422, 'invalid-captions', /^Line 4: .*200/],
  ])('%s', async (_what, body, status, code, words) => {
    for (const response of [
      await post(id, body),
      await call(pathOf(id, `/${caption.id}/file`), { method: 'PUT', ...(body === undefined ? {} : { body }) }),
    ]) {
      expect(response.status).toBe(status);
      expect(await problemOf(response)).toMatchObject({ code, detail: expect.stringMatching(words) });
    }
    expect(await captionsOf(id)).toEqual([caption]);
  });

  it.each([
    ['', ['language']],
    ['language=klingonish', ['language']],
    ['language=und', ['language']],
    ['language=de&language=en', ['language']],
    ['language=de&kind=chapters', ['kind']],
    [`language=de&label=${'x'.repeat(CAPTION_LABEL_MAX_CHARS + 1)}`, ['label']],
  ])('?%.40s', async (query, fields) => {
    const response = await post(id, SRT, query);
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors?.map(({ field }) => field)).toEqual(fields);
    expect(await captionsOf(id)).toEqual([caption]);
  });

  it.each(['{"language":null}', '{"language":"x-y"}', '{"kind":"x"}', '{"cues":1}', '[]'])('%s', async (body) => {
    const options = { method: 'PATCH', type: 'application/json', body };
    expect((await call(pathOf(id, `/${caption.id}`), options)).status).toBe(422);
    expect(await captionsOf(id)).toEqual([caption]);
  });

  it('another method, and a video that is not there', async () => {
    expect((await call(pathOf(id), { method: 'PUT', body: SRT })).headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await post(randomUUID(), SRT)).status).toBe(404);
    expect((await call(pathOf(id, '/1'))).status).toBe(404);
  });

  it('takes its limits to the last one', async () => {
    const full = await addVideo();
    await add(full, undefined, `${VTT}\nNOTE `.padEnd(2_000, 'x'));
    await add(full, undefined, cues(20));
    await add(full, `language=de&label=${'x'.repeat(CAPTION_LABEL_MAX_CHARS)}`, `WEBVTT\n\n${cue(1, 'x'.repeat(200))}`);
    const response = await post(full, SRT);
    expect([response.status, (await problemOf(response)).code]).toEqual([409, 'too-many-captions']);
    expect(await captionsOf(full)).toHaveLength(3);
  });
});

it('scripts never get further than the text', async () => {
  const id = await addVideo();
  const words = '<script>alert(1)</script><b>bold</b> <v Ann>hi</v> <img src=x onerror=alert(1)>';
  const caption = await add(id, undefined, `WEBVTT\n\n00:01.000 --> 00:02.000\n${words}\n`);
  expect(await (await textOf(id, caption)).text()).toContain('\nalert(1)<b>bold</b> <v Ann>hi</v> \n');
});
