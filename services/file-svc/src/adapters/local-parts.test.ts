import { appendFile, mkdir, open, readdir, rename, truncate, utimes } from 'node:fs/promises';
import path from 'node:path';
import { digestOf, tempFolder } from '@kinora/testing';
import { expect, it } from 'vitest';
import { createLocalStore } from './local-store.js';

const PART_BYTES = 5 * 1024 * 1024;
const KEY = 'source/a';
const HOUR_MS = 3_600_000;

const filled = (letter: string, sizeBytes = PART_BYTES) => Buffer.alloc(sizeBytes, letter);

async function* chunks(...buffers: Buffer[]) {
  yield* buffers;
}

/** An upload with one part, and the folder that holds it. */
async function begun() {
  const root = path.join(await tempFolder(), 'store');
  const store = await createLocalStore(root);
  const uploadId = await store.parts.begin(KEY);
  const put = async (number: number, bytes: Buffer, offsetBytes = (number - 1) * PART_BYTES) => {
    const { etag } = await store.parts.put(KEY, uploadId, { number, offsetBytes }, bytes);
    return { number, sizeBytes: bytes.length, etag };
  };
  const first = await put(1, filled('a'));
  const partials = path.join(root, '.partial');
  const folder = path.join(partials, (await readdir(partials))[0] as string);
  return { root, store, uploadId, put, first, partials, folder };
}

it('counts a part for nothing whose line in the ledger a crash cut short', async () => {
  const { store, uploadId, put, first, folder } = await begun();
  await appendFile(path.join(folder, 'parts.jsonl'), '\n{"number":2,"offsetBytes":5242880,"sizeB');
  const last = await put(3, filled('c', 7));
  const missing = store.parts.complete(KEY, uploadId, [first, { ...first, number: 2 }, last]);
  await expect(missing).rejects.toMatchObject({
    code: 'parts-mismatch',
    detail: expect.stringMatching(/Part 2 is missing/),
  });
  await store.parts.complete(KEY, uploadId, [first, await put(2, filled('b')), last]);
  expect(await content(store)).toEqual(await digestOf(chunks(filled('a'), filled('b'), filled('c', 7))));
});

async function content(store: Awaited<ReturnType<typeof begun>>['store']) {
  const object = await store.open(KEY);
  const body = await object?.read({ first: 0, last: object.sizeBytes - 1 });
  return digestOf(body ?? chunks());
}

it('finds parts again that the ledger lost with the power, by their bytes', async () => {
  const { store, uploadId, put, first, folder } = await begun();
  const second = await put(2, filled('b', 7));
  await truncate(path.join(folder, 'parts.jsonl'), 0);
  await store.parts.complete(KEY, uploadId, [first, second]);
  expect(await content(store)).toEqual(await digestOf(chunks(filled('a'), filled('b', 7))));
});

it('takes no torn part for one that the ledger lost', async () => {
  const { store, uploadId, put, first, folder } = await begun();
  const second = await put(2, filled('b'));
  await truncate(path.join(folder, 'parts.jsonl'), 0);
  const bytes = await open(path.join(folder, 'bytes'), 'r+');
  await bytes.write('x', 2 * PART_BYTES - 1);
  await bytes.close();
  await expect(store.parts.complete(KEY, uploadId, [first, second])).rejects.toMatchObject({
    code: 'parts-mismatch',
    detail: expect.stringMatching(/Part 2 is missing/),
  });
});

it('writes one after the other what comes at once for the same place', async () => {
  const { store, uploadId, put } = await begun();
  const letters = ['b', 'c', 'd', 'e'];
  const stored = await Promise.all(letters.map((letter) => put(1, filled(letter))));
  const [last] = stored.slice(-1);
  await store.parts.complete(KEY, uploadId, last ? [last] : []);
  expect(await content(store)).toEqual(await digestOf(chunks(filled('e'))));
});

it('refuses parts that do not stand one behind the other', async () => {
  const { store, uploadId, put, first } = await begun();
  const apart = await put(2, filled('b'), PART_BYTES + 1);
  await expect(store.parts.complete(KEY, uploadId, [first, apart])).rejects.toMatchObject({
    code: 'parts-mismatch',
    detail: `Part 2 was stored at byte ${PART_BYTES + 1}, but the parts before it end at ${PART_BYTES}.`,
  });
});

it('refuses a file that lost its end', async () => {
  const { store, uploadId, first, folder } = await begun();
  await truncate(path.join(folder, 'bytes'), PART_BYTES - 1);
  await expect(store.parts.complete(KEY, uploadId, [first])).rejects.toMatchObject({ code: 'parts-mismatch' });
  expect(await store.head(KEY)).toBeNull();
});

it('ends what a crash left right after the object got its place', async () => {
  const { root, store, uploadId, first, partials, folder } = await begun();
  await mkdir(path.join(root, 'source'));
  await rename(path.join(folder, 'bytes'), path.join(root, KEY));
  expect(await store.parts.complete(KEY, uploadId, [first])).toEqual(await store.head(KEY));
  expect(await readdir(partials)).toEqual([]);
});

it('knows nothing of an upload that was completed', async () => {
  const { store, uploadId, put, first } = await begun();
  await store.parts.complete(KEY, uploadId, [first]);
  await expect(put(1, filled('b'))).rejects.toMatchObject({ code: 'not-found' });
  const longer = { ...first, sizeBytes: PART_BYTES + 1 };
  await expect(store.parts.complete(KEY, uploadId, [longer])).rejects.toMatchObject({ code: 'not-found' });
});

it('does not take an upload for ended while the folder is away', async () => {
  const { root, store, uploadId, put, first } = await begun();
  await rename(root, `${root}-away`);
  const away = { code: 'service-unavailable' };
  await expect(put(2, filled('b'))).rejects.toMatchObject(away);
  await expect(store.parts.complete(KEY, uploadId, [first])).rejects.toMatchObject(away);
  await expect(store.parts.begin(KEY)).rejects.toMatchObject(away);
  await rename(`${root}-away`, root);
  await store.parts.complete(KEY, uploadId, [first]);
});

it('says that a key is too long for it', async () => {
  const { store } = await begun();
  await expect(store.parts.begin(`source/${'x'.repeat(250)}`)).rejects.toMatchObject({ code: 'bad-path' });
});

it('removes a folder that a crash left without its files, once it is old', async () => {
  const { store, partials } = await begun();
  const left = path.join(partials, 'source~b~~0123');
  await mkdir(left);
  const ages = { wholeOlderThanMs: HOUR_MS, partsOlderThanMs: 2 * HOUR_MS };
  expect(await store.removeStaleUploads(ages)).toBe(0);
  const longAgo = new Date(Date.now() - 3 * HOUR_MS);
  await utimes(left, longAgo, longAgo);
  expect(await store.removeStaleUploads(ages)).toBe(1);
  expect(await readdir(partials)).toHaveLength(1);
});
