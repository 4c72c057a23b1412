import type { StudioVideo } from '@kinora/contracts';
import { eventually } from '@kinora/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problemOf } from './testing/studio.js';
import { film, type StudioBed, startStudioBed } from './testing/studio-bed.js';
import { announced, idOf, tusClient } from './testing/tus.js';

const KEY = { 'idempotency-key': 'the first film' };

let bed: StudioBed;

beforeAll(async () => {
  bed = await startStudioBed();
});
afterAll(() => bed?.stop());
beforeEach(() => bed.empty());

function send(key: string, { bytes = film(2_000), login = 'alice', body = undefined as BodyInit | undefined } = {}) {
  const form = new FormData();
  form.append('title', 'A film');
  form.append('file', new Blob([bytes]), 'film.mp4');
  const headers = { cookie: `auth_token=${login}`, accept: 'application/json', 'idempotency-key': key };
  const type: Record<string, string> = body ? { 'content-type': 'multipart/form-data; boundary=x' } : {};
  return fetch(`${bed.studio.url}/api/v1/studio/videos`, {
    method: 'POST',
    headers: { ...headers, ...type },
    body: body ?? form,
    ...(body ? { duplex: 'half' as const } : {}),
  });
}

const idIn = async (response: Response) => ((await response.json()) as StudioVideo).id;

describe('a form with an Idempotency-Key', () => {
  it('makes one video, however often it is sent', async () => {
    const [first, again] = [await send('one'), await send('one')];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(await idIn(again)).toBe(await idIn(first));
    expect(await bed.videos()).toHaveLength(1);
  });

  it('makes another one for another key and for another person', async () => {
    for (const response of [await send('one'), await send('two'), await send('one', { login: 'bob' })])
      expect(response.status).toBe(201);
    expect(new Set((await bed.videos()).map(({ id }) => id)).size).toBe(3);
  });

  it('is refused while the first one still sends, and makes the video when that broke off', async () => {
    const breakOff = new AbortController();
    const head = '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nA film\r\n';
    const fileHead = '--x\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n\r\n';
    const body = new ReadableStream({
      start(stream) {
        stream.enqueue(Buffer.concat([Buffer.from(head + fileHead), film(20_000)]));
        breakOff.signal.addEventListener('abort', () => stream.error(new Error('broken off')));
      },
    });
    const first = send('one', { body }).catch(() => 'broken off');
    await eventually(async () => expect(await bed.videos()).toMatchObject([{ state: 'uploading' }]));
    const refused = await send('one');
    expect([refused.status, (await problemOf(refused)).code]).toEqual([409, 'conflict']);
    breakOff.abort();
    expect(await first).toBe('broken off');
    await eventually(async () => expect(await bed.videos()).toMatchObject([{ state: 'failed' }]));
    expect((await send('one')).status).toBe(201);
    expect((await bed.videos()).map(({ state }) => state).sort()).toEqual(['failed', 'queued']);
  });

  it('makes one video when two are sent at once', async () => {
    const bytes = film(2_000);
    const statuses = (await Promise.all([send('one', { bytes }), send('one', { bytes })])).map(({ status }) => status);
    expect(statuses).toContain(201);
    expect(await bed.videos()).toHaveLength(1);
  });

  it('is refused with a key that is none', async () => {
    expect((await send('x'.repeat(256))).status).toBe(400);
  });
});

describe('an announcement with an Idempotency-Key', () => {
  const alice = () => tusClient(bed.studio.url);

  it('makes one upload, and says how far that is', async () => {
    const path = await announced(alice(), 10_000, { filename: 'film.mp4' }, KEY);
    await alice().patch(path, 0, film(5_000));
    const again = await alice().announce(10_000, { filename: 'film.mp4' }, KEY);
    expect([again.status, again.headers.get('location'), again.headers.get('upload-offset')]).toEqual([
      201,
      path,
      '5000',
    ]);
    expect((await bed.videos()).map(({ id }) => id)).toEqual([idOf(path)]);
  });

  it('is refused for a file of another size', async () => {
    await announced(alice(), 10_000, { filename: 'film.mp4' }, KEY);
    const other = await alice().announce(10_001, { filename: 'film.mp4' }, KEY);
    expect([other.status, (await problemOf(other)).code]).toEqual([422, 'invalid-fields']);
  });

  it('makes another one after the first was given up', async () => {
    const path = await announced(alice(), 10_000, { filename: 'film.mp4' }, KEY);
    await alice().end(path);
    expect(await announced(alice(), 10_000, { filename: 'film.mp4' }, KEY)).not.toBe(path);
  });
});
