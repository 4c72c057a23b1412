import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eventually } from '../eventually.js';
import { digestOf } from './bytes.js';
import type { ContractSetup, StoredPart } from './contract-store.js';

const MIB = 1024 * 1024;
/** The smallest part that S3 takes before the last. */
const PART_BYTES = 5 * MIB;
const HOUR_MS = 3_600_000;
/** A store may keep times in whole seconds. */
const CLOCK_MS = 1_000;

const filled = (letter: string, sizeBytes = PART_BYTES) => Buffer.alloc(sizeBytes, letter);

async function* chunks(...buffers: Buffer[]): AsyncGenerator<Buffer, void> {
  yield* buffers;
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error as { code?: string }).code,
  );

/** The part of the contract that is about uploads in parts. */
export function describePartUploads(current: () => ContractSetup): void {
  /** An upload of a key of its own. */
  async function begin(key = `source/parts-${randomBytes(6).toString('hex')}`) {
    const { store } = current();
    const uploadId = await store.parts.begin(key);
    return {
      key,
      uploadId,
      async put(number: number, bytes: Buffer, offsetBytes = (number - 1) * PART_BYTES): Promise<StoredPart> {
        const { etag } = await store.parts.put(key, uploadId, { number, offsetBytes }, bytes);
        return { number, sizeBytes: bytes.length, etag };
      },
      complete: (parts: StoredPart[]) => store.parts.complete(key, uploadId, parts),
      abandon: () => store.parts.abandon(key, uploadId),
    };
  }

  async function expectContent(key: string, ...content: Buffer[]) {
    const object = await current().store.open(key);
    const body = await object?.read({ first: 0, last: object.sizeBytes - 1 });
    expect(await digestOf(body ?? chunks())).toEqual(await digestOf(chunks(...content)));
  }

  describe('an upload in parts', () => {
    it('becomes one object in the order of its parts, however they came, and is not seen before', async () => {
      const { key, put, complete } = await begin();
      const [a, b, c] = [filled('a'), filled('b', PART_BYTES), filled('c', 7)] as const;
      const last = await put(3, c);
      const first = await put(1, a);
      const middle = await put(2, b);
      expect(await current().store.head(key)).toBeNull();
      const stored = await complete([first, middle, last]);
      expect(stored).toEqual({ sizeBytes: 2 * PART_BYTES + 7, etag: expect.stringMatching(/^"[^"]+"$/) });
      expect(await current().store.head(key)).toEqual(stored);
      await expectContent(key, a, b, c);
      expect(await current().unfinished()).toEqual([]);
    });

    it('may be one small part', async () => {
      const { key, put, complete } = await begin();
      await complete([await put(1, filled('x', 1))]);
      await expectContent(key, filled('x', 1));
    });

    it('takes parts of one upload and of others at the same time', async () => {
      const uploads = await Promise.all([begin(), begin()]);
      await Promise.all(
        uploads.map(async ({ key, put, complete }, index) => {
          const contents = ['a', 'b', 'c'].map((letter) => filled(`${letter}${index}`));
          await complete(await Promise.all(contents.map((bytes, at) => put(at + 1, bytes))));
          await expectContent(key, ...contents);
        }),
      );
    });

    it('answers a part that comes again as the first time', async () => {
      const { key, put, complete } = await begin();
      const first = await put(1, filled('a'));
      expect(await put(1, filled('a'))).toEqual(first);
      await complete([first]);
      await expectContent(key, filled('a'));
    });

    it('replaces a part that comes again with other bytes', async () => {
      const { key, put, complete } = await begin();
      const old = await put(1, filled('a'));
      const last = await put(2, filled('z', 3));
      const replacement = await put(1, filled('b'));
      expect(await codeOf(complete([old, last]))).toBe('parts-mismatch');
      await complete([replacement, last]);
      await expectContent(key, filled('b'), filled('z', 3));
    });

    it('takes other cuts than those it was begun with', async () => {
      const { key, put, complete } = await begin();
      const first = await put(1, filled('a'));
      await put(2, filled('b'));
      await put(3, filled('c'));
      const longer = await put(2, filled('d', PART_BYTES + 9));
      const shorter = await put(3, filled('e', 5), 2 * PART_BYTES + 9);
      await complete([first, longer, shorter]);
      await expectContent(key, filled('a'), filled('d', PART_BYTES + 9), filled('e', 5));
    });

    it('is not completed by a list that names other parts than are stored, and goes on as if it had not come', async () => {
      const { key, put, complete } = await begin();
      const contents = [filled('a'), filled('b'), filled('c')];
      const parts: StoredPart[] = [];
      for (const [at, bytes] of contents.entries()) parts.push(await put(at + 1, bytes));
      for (const [what, code, list] of wrongLists(parts)) expect(await codeOf(complete(list)), what).toBe(code);
      expect(await current().store.head(key)).toBeNull();
      await complete(parts);
      await expectContent(key, ...contents);
    });

    it('is completed once, whoever asks again', async () => {
      const { put, complete, key } = await begin();
      const parts = [await put(1, filled('a'))];
      const answers = await Promise.all([complete(parts), complete(parts)]);
      answers.push(await complete(parts));
      expect(new Set(answers.map((answer) => answer.etag)).size).toBe(1);
      await expectContent(key, filled('a'));
    });

    it('replaces the object that was there', async () => {
      const { key, put, complete } = await begin();
      await current().store.put(key, chunks(filled('o', 10)));
      await complete([await put(1, filled('n', 10))]);
      await expectContent(key, filled('n', 10));
    });

    it('leaves another upload of the same key alone', async () => {
      const first = await begin();
      const second = await begin(first.key);
      const parts = await Promise.all([first.put(1, filled('1')), second.put(1, filled('2'))]);
      await second.complete([parts[1]]);
      await first.complete([parts[0]]);
      await expectContent(first.key, filled('1'));
    });

    it('is gone when it was abandoned, as often as that is asked', async () => {
      const { key, put, complete, abandon } = await begin();
      await current().store.put(key, chunks(filled('o', 10)));
      const parts = [await put(1, filled('a'))];
      await abandon();
      await abandon();
      expect(await current().unfinished()).toEqual([]);
      expect(await codeOf(put(2, filled('b')))).toBe('not-found');
      expect(await codeOf(complete(parts))).toBe('not-found');
      await expectContent(key, filled('o', 10));
    });

    it('ends when its key is removed', async () => {
      const { key, put } = await begin();
      await put(1, filled('a'));
      await current().store.remove(key.slice(0, -1));
      expect(await current().unfinished()).toHaveLength(1);
      await current().store.remove(key);
      expect(await current().unfinished()).toEqual([]);
      expect(await codeOf(put(2, filled('b')))).toBe('not-found');
    });

    it('is unknown by an id that was never given, or for another key', async () => {
      const { key, uploadId, abandon } = await begin();
      const { parts } = current().store;
      const wrong = [
        [key, '0'.repeat(32)],
        [key, `${uploadId}0`],
        [key, '../../escaped'],
        [`${key}-other`, uploadId],
      ] as const;
      for (const [otherKey, id] of wrong) {
        expect(await codeOf(parts.put(otherKey, id, { number: 1, offsetBytes: 0 }, filled('a', 3)))).toBe('not-found');
        const list = [{ number: 1, sizeBytes: 3, etag: '"x"' }];
        expect(await codeOf(parts.complete(otherKey, id, list))).toBe('not-found');
        await parts.abandon(otherKey, id);
      }
      expect(await current().unfinished()).toHaveLength(1);
      await abandon();
    });

    it('is not taken for left behind while parts come, however long ago it began', async () => {
      const { put } = await begin();
      const begunAtMs = Date.now();
      await eventually(() => expect(Date.now()).toBeGreaterThan(begunAtMs + 2.5 * CLOCK_MS));
      const partAtMs = Date.now();
      await put(1, filled('a', 3));
      const { store, unfinished } = current();
      const sweep = (partsOlderThanMs: number) => store.removeStaleUploads({ wholeOlderThanMs: 0, partsOlderThanMs });
      expect(await sweep(HOUR_MS)).toBe(0);
      expect(await sweep(Date.now() - partAtMs + CLOCK_MS)).toBe(0);
      expect(await unfinished()).toHaveLength(1);
      await eventually(async () => expect(await sweep(0)).toBe(1));
      expect(await unfinished()).toEqual([]);
    });
  });
}

function wrongLists(parts: StoredPart[]): [string, string, StoredPart[]][] {
  const [first, second, third] = parts as [StoredPart, StoredPart, StoredPart];
  return [
    ['no part', 'bad-request', []],
    ['a part left out', 'bad-request', [first, third]],
    ['another order', 'bad-request', [second, first, third]],
    ['a part that is too small', 'bad-request', [{ ...first, sizeBytes: PART_BYTES - 1 }, second, third]],
    ['a part that was never stored', 'parts-mismatch', [...parts, { ...third, number: 4 }]],
    ['another size', 'parts-mismatch', [first, { ...second, sizeBytes: PART_BYTES + 1 }, third]],
    ['another tag', 'parts-mismatch', [first, second, { ...third, etag: '"other"' }]],
  ];
}
