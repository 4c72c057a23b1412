import { eventually } from '@kinora/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { FORM_END, fieldPart, fileStart, mp4, RawUpload } from './testing/form.js';
import { problemOf, upload } from './testing/studio.js';
import { film, type StudioBed, startStudioBed } from './testing/studio-bed.js';
import { tusClient } from './testing/tus.js';

const MIB = 1024 ** 2;
const QUOTA_BYTES = 3 * MIB;

let bed: StudioBed;

beforeAll(async () => {
  bed = await startStudioBed({ USER_QUOTA_BYTES: QUOTA_BYTES });
});
afterAll(() => bed?.stop());
beforeEach(() => bed.empty());

const send = (sizeBytes: number) => upload(bed.studio.url, { file: new Blob([film(sizeBytes)]) });
const told = async (response: Response) => [response.status, (await problemOf(response)).code];

it('takes a form whose file just fits into what is left, and none that is a byte too large', async () => {
  expect((await send(MIB)).status).toBe(201);
  expect(await told(await send(2 * MIB + 1))).toEqual([413, 'quota-exceeded']);
  expect((await send(2 * MIB)).status).toBe(201);
  expect(await told(await send(1_000))).toEqual([413, 'quota-exceeded']);
});

it('refuses a form by its announced length, before its file has come', async () => {
  const raw = new RawUpload({ port: bed.studio.server.port, login: 'alice', contentLength: 100 * MIB });
  raw.send(fieldPart('title', 'Large') + fileStart());
  raw.send(mp4(10_000));
  await eventually(() => expect(raw.status).toBe(413));
  raw.socket.destroy();
  expect(await bed.videos()).toEqual([]);
});

it('keeps for a form without a length all that is left, and ends it where that ends', async () => {
  const raw = new RawUpload({ port: bed.studio.server.port, login: 'alice' });
  raw.send(fieldPart('title', 'Endless') + fileStart());
  raw.send(mp4(10_000));
  await eventually(async () => expect(await bed.videos()).toHaveLength(1));
  expect(await told(await tusClient(bed.studio.url).announce(1))).toEqual([413, 'quota-exceeded']);
  raw.send(Buffer.alloc(QUOTA_BYTES));
  await eventually(() => expect(raw.answer).toMatch(/ 413 .*quota-exceeded/s));
  raw.send(FORM_END);
  raw.socket.destroy();
  await eventually(async () => expect(await bed.videos()).toMatchObject([{ state: 'failed', reserved_bytes: null }]));
  expect((await tusClient(bed.studio.url).announce(QUOTA_BYTES)).status).toBe(201);
});
