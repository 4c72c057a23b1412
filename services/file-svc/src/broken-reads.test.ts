import { once } from 'node:events';
import { readdir, readlink, truncate } from 'node:fs/promises';
import path from 'node:path';
import { bytesOf, digestOf, eventually, tempFolder } from '@kinora/testing';
import { expect, it } from 'vitest';
import { startFileService } from '../test/file-service.js';
import { createLocalStore } from './adapters/local-store.js';

const MIB = 1024 * 1024;
/** More than all the buffers between the store and a client that does not read. */
const SIZE_BYTES = 64 * MIB;

async function serviceWithObject() {
  const root = await tempFolder();
  const store = await createLocalStore(root);
  await store.put('source/a', bytesOf(SIZE_BYTES));
  return { root, store, ...(await startFileService(store)) };
}

/** Files under the folder that this process holds open. */
async function openFiles(root: string): Promise<string[]> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  return (await Promise.all(links)).filter((file) => file.startsWith(path.join(root, 'source')));
}

it('never ends a response as if it were whole when the store has fewer bytes than it said', async () => {
  const { root, raw } = await serviceWithObject();
  const request = raw('GET /objects/source/a');
  await once(request.socket, 'data');
  request.socket.pause();
  await truncate(path.join(root, 'source/a'), 40 * MIB);
  request.socket.resume();
  await request.closed;
  const bodyBytes = request.answer().length - request.answer().indexOf('\r\n\r\n') - 4;
  expect(bodyBytes).toBeLessThan(SIZE_BYTES);
  expect(request.answer()).toMatch(new RegExp(`content-length: ${SIZE_BYTES}`, 'i'));
});

it('stops reading from the store when the client goes away', async () => {
  const { root, raw } = await serviceWithObject();
  const request = raw('GET /objects/source/a');
  await once(request.socket, 'data');
  expect(await openFiles(root)).toHaveLength(1);
  request.socket.resetAndDestroy();
  await eventually(async () => expect(await openFiles(root)).toEqual([]));
});

it('lets an object go after every kind of answer', async () => {
  const local = await createLocalStore(await tempFolder());
  const { etag } = await local.put('source/a', bytesOf(100));
  let open = 0;
  const counted = async (key: string) => {
    const object = await local.open(key);
    if (!object) return null;
    open++;
    const close = async () => {
      open--;
      await object.close();
    };
    return { ...object, close };
  };
  const { call } = await startFileService({ ...local, open: counted });
  for (const [name, value, status] of [
    ['if-none-match', etag, 304],
    ['range', 'bytes=100-', 416],
    ['range', 'bytes=0-0', 206],
  ] as const) {
    const response = await call('/objects/source/a', { headers: { [name]: value } });
    await response.arrayBuffer();
    expect(response.status).toBe(status);
    await eventually(() => expect(open).toBe(0));
  }
});

it('cuts off a client that stops reading', async () => {
  const root = await tempFolder();
  const store = await createLocalStore(root);
  await store.put('source/a', bytesOf(SIZE_BYTES));
  const { raw } = await startFileService(store, { idleTimeoutMs: 300 });
  const request = raw('GET /objects/source/a');
  await once(request.socket, 'data');
  request.socket.pause();
  await eventually(async () => expect(await openFiles(root)).toEqual([]));
});

it('sends the old bytes to whoever began to read before an object was replaced', async () => {
  const { store, raw } = await serviceWithObject();
  const request = raw('GET /objects/source/a', { connection: 'close' });
  await once(request.socket, 'data');
  request.socket.pause();
  await store.put('source/a', bytesOf(1));
  request.socket.resume();
  await request.closed;
  const body = Buffer.from(request.answer().slice(request.answer().indexOf('\r\n\r\n') + 4), 'latin1');
  const sent = (async function* () {
    yield body;
  })();
  expect(await digestOf(sent)).toEqual(await digestOf(bytesOf(SIZE_BYTES)));
});
