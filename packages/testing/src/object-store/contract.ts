import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.js';
import { brokenAfter, bytesOf, digestOf, textOf } from './bytes.js';
import type { ContractSetup, ContractStore } from './contract-store.js';
import { describePartUploads } from './part-uploads.js';

const MIB = 1024 * 1024;
/** Several parts of a multipart upload. */
const LARGE_BYTES = 20 * MIB + 1;
const HOUR_MS = 3_600_000;

async function* textBody(text: string): AsyncGenerator<Buffer, void> {
  yield Buffer.from(text);
}

/** A body that sends what it has, then waits until it is told to go on. */
function heldBody(sizeBytes: number) {
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const body = (async function* () {
    yield* bytesOf(sizeBytes);
    await gate;
  })();
  return { body, goOn };
}

/** The one suite for every store: a local folder and S3 pass the same. */
export function describeObjectStore(name: string, makeSetup: () => Promise<ContractSetup>): void {
  describe(name, () => {
    let setup: ContractSetup;
    let store: ContractStore;
    beforeAll(async () => {
      setup = await makeSetup();
      store = setup.store;
    });
    afterAll(() => store.close());

    async function readText(key: string, range?: { first: number; last: number }): Promise<string | null> {
      const object = await store.open(key);
      if (!object) return null;
      return textOf(await object.read(range ?? { first: 0, last: object.sizeBytes - 1 }));
    }

    it('gives back what was stored', async () => {
      const stored = await store.put('source/a', textBody('hello'), { sizeBytes: 5 });
      expect(stored.sizeBytes).toBe(5);
      expect(stored.etag).toMatch(/^"[^"]+"$/);
      expect(await store.head('source/a')).toEqual(stored);
      expect(await readText('source/a')).toBe('hello');
    });

    it('gives back any part of it', async () => {
      await store.put('source/digits', textBody('0123456789'));
      expect(await readText('source/digits', { first: 0, last: 0 })).toBe('0');
      expect(await readText('source/digits', { first: 3, last: 5 })).toBe('345');
      expect(await readText('source/digits', { first: 9, last: 9 })).toBe('9');
    });

    it('stores an empty object', async () => {
      const stored = await store.put('source/empty', bytesOf(0));
      expect(stored.sizeBytes).toBe(0);
      expect(await store.head('source/empty')).toEqual(stored);
      expect(await readText('source/empty')).toBe('');
    });

    it.each([8 * MIB, 16 * MIB, LARGE_BYTES])('stores %i bytes unchanged', async (sizeBytes) => {
      const stored = await store.put('source/large', bytesOf(sizeBytes));
      expect(stored.sizeBytes).toBe(sizeBytes);
      expect(await store.head('source/large')).toEqual(stored);
      const object = await store.open('source/large');
      const body = await object?.read({ first: 0, last: sizeBytes - 1 });
      expect(await digestOf(body ?? bytesOf(0))).toEqual(await digestOf(bytesOf(sizeBytes)));
    });

    it('has nothing under a key that was never stored, or that only others begin with', async () => {
      await store.put('hls/v/1/main.m3u8', textBody('x'));
      for (const key of ['source/none', 'hls/v/1', 'hls/v', 'hls/v/1/main.m3u8/x']) {
        expect(await store.head(key)).toBeNull();
        expect(await store.open(key)).toBeNull();
      }
    });

    it('replaces an object, and its tag', async () => {
      const first = await store.put('source/replaced', textBody('one'));
      const second = await store.put('source/replaced', textBody('two'));
      expect(second.etag).not.toBe(first.etag);
      expect(await readText('source/replaced')).toBe('two');
    });

    it('keeps the tag of an object that does not change', async () => {
      const stored = await store.put('source/same', textBody('same'));
      expect((await store.head('source/same'))?.etag).toBe(stored.etag);
      const object = await store.open('source/same');
      await object?.close();
      expect(object?.etag).toBe(stored.etag);
    });

    it.each([0, 100, LARGE_BYTES])('stores nothing of a body that breaks off after %i bytes', async (sizeBytes) => {
      await expect(store.put('source/broken', brokenAfter(sizeBytes))).rejects.toThrow();
      expect(await store.head('source/broken')).toBeNull();
      expect(await setup.unfinished()).toEqual([]);
    });

    it('keeps the old object when its replacement breaks off', async () => {
      await store.put('source/kept', textBody('old'));
      await expect(store.put('source/kept', brokenAfter(LARGE_BYTES))).rejects.toThrow();
      expect(await readText('source/kept')).toBe('old');
    });

    it('shows nothing of an object before its last byte', async () => {
      const { body, goOn } = heldBody(LARGE_BYTES);
      const storing = store.put('source/slow', body);
      await eventually(async () => expect(await setup.unfinished()).toHaveLength(1));
      expect(await store.head('source/slow')).toBeNull();
      goOn();
      await storing;
      expect((await store.head('source/slow'))?.sizeBytes).toBe(LARGE_BYTES);
    });

    it('keeps one of two objects that are stored under one key at once, whole', async () => {
      const sizes = [LARGE_BYTES, LARGE_BYTES + 7];
      const stored = await Promise.all(sizes.map((size) => store.put('source/twice', bytesOf(size))));
      const kept = await store.head('source/twice');
      expect(stored).toContainEqual(kept);
      const object = await store.open('source/twice');
      const body = await object?.read({ first: 0, last: Number(kept?.sizeBytes) - 1 });
      expect(await digestOf(body ?? bytesOf(0))).toEqual(await digestOf(bytesOf(Number(kept?.sizeBytes))));
      expect(await setup.unfinished()).toEqual([]);
    });

    it('removes an object, also one that is not there', async () => {
      await store.put('source/gone', textBody('x'));
      await store.remove('source/gone');
      await store.remove('source/gone');
      await store.remove('source/gone/deeper');
      expect(await store.head('source/gone')).toBeNull();
    });

    it('ends an unfinished upload whose key is removed', async () => {
      const { body, goOn } = heldBody(LARGE_BYTES);
      const storing = store.put('source/ended', body).then(
        () => 'stored',
        () => 'refused',
      );
      await eventually(async () => expect(await setup.unfinished()).toHaveLength(1));
      await store.remove('source/ende');
      expect(await setup.unfinished()).toHaveLength(1);
      await store.remove('source/ended');
      expect(await setup.unfinished()).toEqual([]);
      goOn();
      expect(await storing).toBe('refused');
      expect(await store.head('source/ended')).toBeNull();
    });

    it('removes everything under a prefix and nothing beside it', async () => {
      const inside = ['hls/p/1/main.m3u8', 'hls/p/1/v720/00001.m4s', 'hls/p/2/main.m3u8'];
      for (const key of [...inside, 'hls/pq/1/main.m3u8']) await store.put(key, textBody('x'));
      const { body, goOn } = heldBody(LARGE_BYTES);
      const storing = store.put('hls/p/1/v720/00002.m4s', body).catch(() => 'refused');
      await eventually(async () => expect(await setup.unfinished()).toHaveLength(1));
      expect((await store.list('hls/p/')).sort()).toEqual(inside.toSorted());
      expect(await store.list('hls/nothing/')).toEqual([]);
      await store.removePrefix('hls/p/');
      goOn();
      expect(await storing).toBe('refused');
      await store.removePrefix('hls/p/');
      for (const key of inside) expect(await store.head(key)).toBeNull();
      expect(await store.head('hls/pq/1/main.m3u8')).not.toBeNull();
      expect(await setup.unfinished()).toEqual([]);
    });

    it('removes unfinished uploads that are old enough, and no younger ones', async () => {
      const { body, goOn } = heldBody(LARGE_BYTES);
      const storing = store.put('hls/stale/1/init.mp4', body).catch(() => 'refused');
      await eventually(async () => expect(await setup.unfinished()).toHaveLength(1));
      const sweep = (wholeOlderThanMs: number) =>
        store.removeStaleUploads({ wholeOlderThanMs, partsOlderThanMs: HOUR_MS });
      expect(await sweep(HOUR_MS)).toBe(0);
      expect(await setup.unfinished()).toHaveLength(1);
      // A store may keep times in whole seconds.
      await eventually(async () => expect(await sweep(0)).toBe(1));
      expect(await setup.unfinished()).toEqual([]);
      goOn();
      await storing;
    });

    describePartUploads(() => setup);

    it('answers a check', () => store.check());
  });
}
