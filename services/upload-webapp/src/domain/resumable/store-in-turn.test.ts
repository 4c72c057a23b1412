import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { createBufferPool } from '@kinora/service-kit';
import { expect, it } from 'vitest';
import type { Part } from './part-buffer.js';
import type { ResumableUpload } from './resumable-records.js';
import { type StoreDeps, StoreInTurn } from './store-in-turn.js';

const PART_BYTES = 4;
const UPLOAD: ResumableUpload = {
  ...{ id: 'a', fileName: 'a.mp4', title: 'a', sizeBytes: 100, receivedBytes: 0, partSizeBytes: PART_BYTES },
  ...{ storeUploadId: 'store-upload', hashState: null, fingerprint: null, replaces: null, touchedAt: new Date() },
};

/** An upload whose parts are stored or fail when the test says so. */
function begin() {
  const pool = createBufferPool({ totalBytes: 100, allocate: Buffer.alloc });
  const offsets: number[] = [];
  const puts: { resolve(stored: { etag: string }): void; reject(error: Error): void }[] = [];
  const deps = {
    records: {
      advance: async (_id: string, { toBytes }: { toBytes: number }) => {
        offsets.push(toBytes);
        return true;
      },
    },
    files: { parts: { put: () => new Promise((resolve, reject) => puts.push({ resolve, reject })) } },
    sha256: { append: async () => Buffer.from('state') },
    memory: pool,
  } as unknown as StoreDeps;
  const storing = new StoreInTurn(UPLOAD, null, deps);
  const sendAll = async (text: string) => {
    for await (const part of storing.buffer.add(Buffer.from(text)) as AsyncIterable<Part>) await storing.next(part);
  };
  return { storing, sendAll, puts, offsets, pool };
}

it('has two parts on their way, and a third one when the first is stored', async () => {
  const { sendAll, puts } = begin();
  const sending = sendAll('aaaabbbbcccc');
  await turnOfLoop();
  expect(puts).toHaveLength(2);
  puts[0]?.resolve({ etag: '"a"' });
  await sending;
  expect(puts).toHaveLength(3);
});

it('counts a part only when those before it are stored', async () => {
  const { storing, sendAll, puts, offsets } = begin();
  await sendAll('aaaabbbb');
  puts[1]?.resolve({ etag: '"b"' });
  await turnOfLoop();
  expect(offsets).toEqual([]);
  puts[0]?.resolve({ etag: '"a"' });
  await storing.keepAll();
  expect([offsets, storing.offsetBytes]).toEqual([[4, 8], 8]);
});

it('counts nothing behind a part that could not be stored, and gives all memory back', async () => {
  const { storing, sendAll, puts, offsets, pool } = begin();
  await sendAll('aaaabbbbcc');
  puts[1]?.resolve({ etag: '"b"' });
  puts[0]?.reject(new Error('no storage'));
  await expect(storing.keepAll()).rejects.toThrow('no storage');
  await storing.dropRest();
  storing.buffer.close();
  expect([offsets, storing.offsetBytes]).toEqual([[], 0]);
  expect(await pool.take(100)).toHaveLength(100);
});
