import { CHAPTER_TITLE_MAX_CHARS, CHAPTERS_MAX, type Chapter } from '@kinora/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StudioVideo } from '../web/props.js';
import { mp4 } from './testing/form.js';
import { problemOf, upload } from './testing/studio.js';
import { type StudioBed, startStudioBed } from './testing/studio-bed.js';

const DURATION_SECONDS = 60;

let bed: StudioBed;
let id: string;

async function knowLength(videoId: string): Promise<void> {
  const facts = {
    video_id: videoId,
    state: 'processing' as const,
    attempt: 1,
    started_at: new Date(),
    playable: false,
  };
  await bed.database.db
    .insertInto('transcodes')
    .values({ ...facts, duration_seconds: DURATION_SECONDS })
    .execute();
}

beforeAll(async () => {
  bed = await startStudioBed();
  id = ((await (await upload(bed.studio.url, { file: new Blob([mp4(100)]) })).json()) as StudioVideo).id;
  await knowLength(id);
});
afterAll(() => bed?.stop());

const call = (init: RequestInit = {}, ifMatch?: string, as = 'alice') =>
  fetch(`${bed.studio.url}/api/v1/studio/videos/${id}/chapters`, {
    ...init,
    headers: {
      ...{ cookie: `auth_token=${as}`, 'content-type': 'application/json' },
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
  });
const put = (json: unknown, ifMatch?: string, as?: string) =>
  call({ method: 'PUT', body: JSON.stringify(json) }, ifMatch, as);
const chaptersNow = async () => ((await (await call()).json()) as { chapters: Chapter[] }).chapters;
const chapter = (startSeconds: unknown, title: unknown = 'A part') => ({ startSeconds, title });

describe('the chapters of a video', () => {
  it('are read in the order of their beginnings, and can be taken away', async () => {
    expect(await chaptersNow()).toEqual([]);
    const sent = [chapter(10.00049, ' Second\n<b> '), chapter(0, 'First'), chapter(DURATION_SECONDS - 0.001)];
    const response = await put({ chapters: sent });
    const expected = [...[chapter(0, 'First'), chapter(10, 'Second <b>'), chapter(DURATION_SECONDS - 0.001)]];
    expect([response.status, (await response.json()).chapters]).toEqual([200, expected]);
    expect(await chaptersNow()).toEqual(expected);
    expect(await (await put({ chapters: [] })).json()).toEqual({ chapters: [] });
  });

  it('take their limits to the last one', async () => {
    const chapters = Array.from({ length: CHAPTERS_MAX }, (_, at) =>
      chapter(at / 2, 'x'.repeat(CHAPTER_TITLE_MAX_CHARS)),
    );
    expect((await put({ chapters })).status).toBe(200);
    expect(await chaptersNow()).toEqual(chapters);
  });

  it.each<[string, unknown, string[]]>([
    ['one at the end', { chapters: [chapter(0), chapter(DURATION_SECONDS)] }, ['chapters.1.startSeconds']],
    ['two at one time', { chapters: [chapter(5), chapter(7), chapter(5.0001)] }, ['chapters.2.startSeconds']],
    ['one before the start', { chapters: [chapter(-0.5)] }, ['chapters.0.startSeconds']],
    ['a time that is none', { chapters: [chapter('0:05')] }, ['chapters.0.startSeconds']],
    ['no title', { chapters: [chapter(0, ' \t')] }, ['chapters.0.title']],
    [
      'a title that is too long',
      { chapters: [chapter(0, 'x'.repeat(CHAPTER_TITLE_MAX_CHARS + 1))] },
      ['chapters.0.title'],
    ],
    ['too many', { chapters: Array.from({ length: CHAPTERS_MAX + 1 }, (_, at) => chapter(at / 2)) }, ['chapters']],
    ['something else', { chapters: [{ ...chapter(0), end: 3 }] }, ['chapters.0']],
    ['no list', {}, ['chapters']],
  ])('%s is refused and changes nothing', async (_what, json, fields) => {
    const before = await chaptersNow();
    const response = await put(json);
    expect([response.status, (await problemOf(response)).errors?.map(({ field }) => field)]).toEqual([422, fields]);
    expect(await chaptersNow()).toEqual(before);
  });

  it('are changed by the first of two windows alone', async () => {
    const etag = String((await call()).headers.get('etag'));
    const both = await Promise.all([1, 2].map((at) => put({ chapters: [chapter(at)] }, etag)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await put({ chapters: [] }, String((await call()).headers.get('etag')))).status).toBe(200);
  });

  it('that came before the length was known stay with their owner, who has to change what lies beyond the end', async () => {
    const known = id;
    id = ((await (await upload(bed.studio.url, { file: new Blob([mp4(100)]) })).json()) as StudioVideo).id;
    const chapters = [chapter(0), chapter(DURATION_SECONDS + 30)];
    expect((await put({ chapters })).status).toBe(200);
    await knowLength(id);
    expect(await chaptersNow()).toEqual(chapters);
    const again = await put({ chapters });
    expect([again.status, (await problemOf(again)).errors?.map(({ field }) => field)]).toEqual([
      ...[422, ['chapters.1.startSeconds']],
    ]);
    expect(await chaptersNow()).toEqual(chapters);
    expect((await put({ chapters: [chapter(0)] })).status).toBe(200);
    id = known;
  });

  it('belong to their owner, and stay as they are in the trash', async () => {
    expect([(await put({ chapters: [] }, undefined, 'bob')).status, (await call({}, undefined, 'bob')).status]).toEqual(
      [...[404, 404]],
    );
    await fetch(`${bed.studio.url}/api/v1/studio/videos/${id}`, {
      ...{ method: 'DELETE', headers: { cookie: 'auth_token=alice' } },
    });
    expect((await problemOf(await put({ chapters: [chapter(0)] }))).code).toBe('conflict');
    expect(await chaptersNow()).toEqual([]);
  });
});
