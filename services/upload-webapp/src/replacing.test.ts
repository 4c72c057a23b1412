import { randomUUID } from 'node:crypto';
import { eventually } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StudioVideo } from '../web/props.js';
import { convert, type Replacing, replacingIn } from './testing/replacing.js';
import { problemOf } from './testing/studio.js';
import { film, type StudioBed, sha256, startStudioBed } from './testing/studio-bed.js';
import { announced, idOf, tusClient } from './testing/tus.js';

const QUOTA_BYTES = 1_000_000;

let bed: StudioBed;
let studio: Replacing;

beforeAll(async () => {
  bed = await startStudioBed({
    ...{ JANITOR_PERIOD_MS: 100, CHANGE_OVER_PERIOD_MS: 50, USER_QUOTA_BYTES: QUOTA_BYTES },
    EVENTS_POLL_MS: 50,
  });
  studio = replacingIn(bed);
});
afterAll(() => bed?.stop());

const form = (fields: Record<string, string>, bytes = film(2_500)) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', new Blob([bytes]), 'again.mp4');
  return body;
};

const post = (body: FormData, headers: Record<string, string> = {}, as = 'alice') =>
  fetch(`${bed.studio.url}/api/v1/studio/videos`, {
    ...{ method: 'POST', body, redirect: 'manual' },
    headers: { cookie: `auth_token=${as}`, accept: 'application/json', ...headers },
  });

const rowsOf = async (id: string) => (await bed.videos()).filter((row) => row.id === id || row.replaces === id);

describe('a new file', () => {
  it('is sent like any other, changes no word of the video, and leaves viewers with the old one', async () => {
    const id = await studio.addVideo('Our garden');
    const before = await studio.videoOf(id);
    const bytes = film(3_000);
    const path = await announced(studio.alice(), bytes.length, { filename: 'b.mp4', title: 'No', replaces: id });
    await studio.alice().patch(path, 0, bytes.subarray(0, 1_000));
    const [upload] = (await studio.alice().list()).uploads;
    expect(upload).toMatchObject({ id: idOf(path), replaces: id, title: 'Our garden', receivedBytes: 1_000 });
    const during = await studio.videoOf(id);
    expect(during).toMatchObject({ title: 'Our garden', version: 1, state: 'ready', sha256: before.sha256 });
    expect(during.files.map(({ state, isServed, receivedBytes }) => ({ state, isServed, receivedBytes }))).toEqual([
      { state: 'uploading', isServed: false, receivedBytes: 1_000 },
      { state: 'ready', isServed: true, receivedBytes: null },
    ]);
    await studio.alice().patch(path, 1_000, bytes.subarray(1_000));
    expect((await studio.videoOf(id)).files[0]).toMatchObject({ state: 'queued', sha256: sha256(bytes) });
    expect(await bed.storedSha256(idOf(path))).toBe(sha256(bytes));
  });

  it('comes by the form too, which needs no title then, and whose answer is the video', async () => {
    const id = await studio.addVideo();
    const answer = await post(form({ replaces: id }));
    expect([answer.status, answer.headers.get('location')]).toEqual([201, studio.pathOf(id)]);
    expect(await answer.json()).toMatchObject({ id, title: 'Garden', files: [{ fileName: 'again.mp4' }, { id }] });
    const other = await studio.addVideo();
    const page = await post(form({ replaces: other }), { accept: 'text/html' });
    expect([page.status, page.headers.get('location')]).toEqual([303, `/studio/videos/${other}`]);
  });

  it('that is refused by the form shows the page of the video with the reason in words, and changes nothing', async () => {
    const id = await studio.addVideo('Our garden');
    const before = await studio.videoOf(id);
    const html = { accept: 'text/html' };
    for (const [replaced, bytes, status, words] of [
      [id, Buffer.from('just some words'), 415, /role="alert".*not a video/s],
      [id, film(QUOTA_BYTES), 413, /role="alert".*your videos take/s],
    ] as const) {
      const page = await post(form({ replaces: replaced }, bytes), html);
      expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
      const text = await page.text();
      expect(text).toMatch(words);
      expect(text).toContain('Our garden');
      expect(text).toContain(`name="replaces" value="${id}"`);
    }
    expect(await studio.videoOf(id)).toMatchObject({ state: 'ready', version: 1, sha256: before.sha256 });
    const other = await post(form({ replaces: randomUUID() }), html);
    expect([other.status, await other.text()]).toEqual([404, expect.not.stringContaining('Our garden')]);
  });

  it('is no video of its own', async () => {
    const id = await studio.addVideo();
    const fileId = await studio.replace(id);
    expect((await studio.call(studio.pathOf(fileId))).status).toBe(404);
    expect((await studio.call(`${studio.pathOf(fileId)}/events`)).status).toBe(404);
    expect((await studio.call(studio.pathOf(fileId), 'DELETE')).status).toBe(404);
    const { videos } = await (await studio.call('/api/v1/studio/videos?limit=50')).json();
    const ids = (videos as StudioVideo[]).map((video) => video.id);
    expect([ids.includes(id), ids.includes(fileId)]).toEqual([true, false]);
  });

  it('counts for the quota, as does the one that it replaces', async () => {
    const id = await studio.addVideo();
    const path = await announced(studio.alice(), QUOTA_BYTES - 100_000, { replaces: id });
    const refused = await studio.alice().announce(100_000);
    expect([refused.status, (await problemOf(refused)).code]).toEqual([413, 'quota-exceeded']);
    expect((await studio.alice().end(path)).status).toBe(204);
    expect((await studio.videoOf(id)).files).toEqual([]);
    await announced(studio.alice(), 100_000);
  });

  it('is found by its fingerprint as the video that it belongs to', async () => {
    const id = await studio.addVideo('Bees');
    const fileId = await studio.replace(id);
    const [row] = (await bed.videos()).filter((video) => video.id === fileId);
    const found = await studio.alice().list(`?fingerprint=${row?.fingerprint}`);
    expect(found.videos).toMatchObject([{ id, title: 'Bees' }]);
  });

  it('is made once when it is announced twice with the same Idempotency-Key', async () => {
    const id = await studio.addVideo();
    const key = { 'idempotency-key': randomUUID() };
    const [first, second] = [await post(form({ replaces: id }), key), await post(form({ replaces: id }), key)];
    expect([first.status, second.status, (await second.json()).id]).toEqual([201, 201, id]);
    expect(await rowsOf(id)).toHaveLength(2);
    const other = await studio.addVideo();
    const tusKey = { 'idempotency-key': randomUUID() };
    const announce = () => studio.alice().announce(900, { filename: 'b.mp4', replaces: other }, tusKey);
    const answers = [await announce(), await announce()];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
  });
});

describe('is refused, and changes nothing,', () => {
  const refusalOf = async (replaces: string, login = 'alice') => {
    const before = (await bed.videos()).length;
    const answers = [
      await tusClient(bed.studio.url, login).announce(100, { filename: 'a.mp4', replaces }),
      await post(form({ replaces }), {}, login),
    ];
    expect(await bed.videos()).toHaveLength(before);
    const problems = await Promise.all(answers.map(async (answer) => [answer.status, (await problemOf(answer)).code]));
    expect(problems[1]).toEqual(problems[0]);
    return problems[0];
  };

  it('for a video of another person, one that is not there, and a file that replaces one', async () => {
    const id = await studio.addVideo();
    expect(await refusalOf(id, 'bob')).toEqual([404, 'not-found']);
    expect(await refusalOf(randomUUID())).toEqual([404, 'not-found']);
    expect(await refusalOf(await studio.replace(id))).toEqual([404, 'not-found']);
    expect(await refusalOf('../etc')).toEqual([422, 'invalid-fields']);
  });

  it('for one in the trash, and one that is deleted', async () => {
    const id = await studio.addVideo();
    await studio.call(studio.pathOf(id), 'DELETE');
    expect(await refusalOf(id)).toEqual([409, 'not-replaceable']);
    await studio.call(`${studio.pathOf(id)}?permanently=true`, 'DELETE');
    expect(await refusalOf(id)).toEqual([404, 'not-found']);
  });

  it('while its first file arrives, and while another new one is under way', async () => {
    const draft = idOf(await announced(studio.alice(), 5_000));
    expect(await refusalOf(draft)).toEqual([409, 'not-replaceable']);
    const id = await studio.addVideo();
    const first = await announced(studio.alice(), 3_000, { replaces: id });
    expect(await refusalOf(id)).toEqual([409, 'not-replaceable']);
    await studio.alice().patch(first, 0, film(3_000));
    await convert(bed, idOf(first), 'growing');
    await studio.untilServed(id, idOf(first));
    await announced(studio.alice(), 3_000, { replaces: id });
  });

  it('for all but one of eight at once', async () => {
    const id = await studio.addVideo();
    const all = Array.from({ length: 8 }, (_, at) =>
      at % 2 === 0 ? studio.alice().announce(100, { filename: 'a.mp4', replaces: id }) : post(form({ replaces: id })),
    );
    const statuses = (await Promise.all(all)).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(7).fill(409)]);
    expect(await rowsOf(id)).toHaveLength(2);
  });
});

describe('a new file that fails', () => {
  it('leaves viewers with the old one, tells why, can be tried again, and then takes over', async () => {
    const id = await studio.addVideo();
    const fileId = await studio.replace(id);
    await convert(bed, fileId, 'failed');
    await eventually(async () => expect((await studio.videoOf(id)).files[0]?.state).toBe('failed'));
    const video = await studio.videoOf(id);
    expect(video).toMatchObject({ state: 'ready', playable: true });
    expect(video.failure).toBeUndefined();
    expect(video.files[0]).toMatchObject({
      ...{ id: fileId, isServed: false, keptUntil: null, conversion: { canRetry: true } },
      failure: { code: 'transcode-failed', detail: 'It broke.' },
    });
    const retried = await studio.call(`${studio.pathOf(id, fileId)}/retry`, 'POST');
    expect([retried.status, (await retried.json()).files[0].state]).toEqual([202, 'queued']);
    expect((await studio.call(`${studio.pathOf(id, randomUUID())}/retry`, 'POST')).status).toBe(404);
    await convert(bed, fileId, 'ready');
    await studio.untilServed(id, fileId);
  });

  it('gives way to the next one, and nothing of it stays', async () => {
    const id = await studio.addVideo();
    const failed = await studio.replace(id);
    await convert(bed, failed, 'failed');
    const next = await studio.replace(id);
    expect((await studio.videoOf(id)).files.map((file) => file.id)).toEqual([next, id]);
    await bed.database.db.deleteFrom('transcodes').where('video_id', '=', failed).execute();
    await eventually(async () => expect((await rowsOf(id)).map((row) => row.id).sort()).toEqual([id, next].sort()));
    expect(await bed.files.head(`source/${failed}`)).toBeNull();
  });

  it('while viewers got it already gives them the old one back, until a retry succeeds', async () => {
    const id = await studio.addVideo();
    const fileId = await studio.replace(id);
    await convert(bed, fileId, 'growing');
    await studio.untilServed(id, fileId);
    await convert(bed, fileId, 'failed');
    await studio.untilServed(id, id);
    expect((await studio.videoOf(id)).files[0]).toMatchObject({ id: fileId, state: 'failed', keptUntil: null });
    await convert(bed, fileId, 'growing');
    await studio.untilServed(id, fileId);
  });
});
