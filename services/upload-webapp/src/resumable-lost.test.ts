import { open, readdir, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { problemOf } from './testing/studio.js';
import { film, type StudioBed, sha256, startStudioBed } from './testing/studio-bed.js';
import { announced, idOf, offsetOf, tusClient } from './testing/tus.js';

const PART_BYTES = 5 * 1024 ** 2;
const bytes = film(2 * PART_BYTES + 1_000);

let bed: StudioBed;

beforeAll(async () => {
  bed = await startStudioBed();
});
afterAll(() => bed?.stop());
beforeEach(() => bed.empty());

const partials = () => path.join(bed.service.folder, '.partial');

/** Whoever keeps the store clears away what looks unfinished. */
async function forgetParts() {
  for (const name of await readdir(partials())) await rm(path.join(partials(), name), { recursive: true });
}

/** The power goes while a part is written over, and takes the ledger with it. */
async function tearFirstPart() {
  const [name = ''] = await readdir(partials());
  await truncate(path.join(partials(), name, 'parts.jsonl'), 0);
  const file = await open(path.join(partials(), name, 'bytes'), 'r+');
  await file.write('torn', 1_000);
  await file.close();
}

it.each([
  { what: 'has forgotten the upload', sentBytes: PART_BYTES + 500, lose: forgetParts },
  { what: 'has torn a part, as is seen with the last byte', sentBytes: 2 * PART_BYTES + 999, lose: tearFirstPart },
])('begins again at the first byte when the store $what', async ({ sentBytes, lose }) => {
  const alice = tusClient(bed.studio.url);
  const upload = await announced(alice, bytes.length);
  await alice.patch(upload, 0, bytes.subarray(0, sentBytes));
  await lose();
  const told = await alice.patch(upload, sentBytes, bytes.subarray(sentBytes));
  expect([told.status, (await problemOf(told)).detail]).toEqual([409, expect.stringMatching(/^The store has lost/)]);
  expect(await offsetOf(alice, upload)).toBe(0);
  expect((await alice.patch(upload, 0, bytes)).status).toBe(204);
  expect(await bed.storedSha256(idOf(upload))).toBe(sha256(bytes));
  expect(await bed.videos()).toMatchObject([{ state: 'queued', sha256: sha256(bytes) }]);
  expect(await readdir(partials())).toEqual([]);
});
