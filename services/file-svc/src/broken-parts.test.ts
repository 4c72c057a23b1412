import { connect } from 'node:net';
import { createFileClient, type UploadedPart } from '@kinora/file-client';
import { digestOf, eventually, tempFolder } from '@kinora/testing';
import { expect, it, onTestFinished } from 'vitest';
import { limitFileSize, runReady, UPLOAD_TOKEN } from '../test/program.js';

const MIB = 1024 * 1024;
const PART_BYTES = 5 * MIB;
const KEY = 'source/a';

const filled = (letter: string, sizeBytes = PART_BYTES) => Buffer.alloc(sizeBytes, letter);

async function* chunks(...buffers: Buffer[]) {
  yield* buffers;
}

/** The program over a folder, with a client as upload-webapp has one. */
async function start(folder: string, limiter: string[] = []) {
  const program = await runReady({ FILE_STORE_DIR: folder }, limiter);
  const files = createFileClient({ baseUrl: program.url, token: UPLOAD_TOKEN });
  onTestFinished(() => files.close());
  const put = async (uploadId: string, number: number, body: Buffer): Promise<UploadedPart> => {
    const place = { number, offsetBytes: (number - 1) * PART_BYTES };
    const { etag } = await files.parts.put(KEY, uploadId, place, body);
    return { number, sizeBytes: body.length, etag };
  };
  return { ...program, files, put };
}

type Running = Awaited<ReturnType<typeof start>>;

/** Sends half of a part and holds the rest back. */
async function sendHalf({ port }: Running, uploadId: string, number: number, body: Buffer) {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  const address = `/uploads/${KEY}?uploadId=${uploadId}&part=${number}&offset=${(number - 1) * PART_BYTES}`;
  socket.write(`PUT ${address} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${UPLOAD_TOKEN}\r\n`);
  socket.write(`content-length: ${body.length}\r\n\r\n`);
  await new Promise<void>((resolve) => socket.write(body.subarray(0, body.length / 2), () => resolve()));
  await eventually(() => expect(socket.writableLength).toBe(0));
}

async function expectContent({ files }: Running, ...content: Buffer[]) {
  const { body } = await files.get(KEY);
  expect(await digestOf(body)).toEqual(await digestOf(chunks(...content)));
}

it('keeps each part that it answered for when it is killed, between parts and in the midst of one', async () => {
  const folder = await tempFolder();
  const contents = [filled('a'), filled('b'), filled('c', 9)] as const;
  let running = await start(folder);
  const uploadId = await running.files.parts.begin(KEY);
  const parts = [await running.put(uploadId, 1, contents[0])];
  await running.kill();

  running = await start(folder);
  await sendHalf(running, uploadId, 2, contents[1]);
  await sendHalf(running, uploadId, 1, filled('x'));
  await running.kill();

  running = await start(folder);
  for (const number of [2, 3]) parts.push(await running.put(uploadId, number, contents[number - 1] as Buffer));
  await running.kill();

  running = await start(folder);
  const stored = await running.files.parts.complete(KEY, uploadId, parts);
  await running.kill();

  running = await start(folder);
  expect(await running.files.parts.complete(KEY, uploadId, parts)).toEqual(stored);
  await expectContent(running, ...contents);
}, 60_000);

it('says that the store is full, keeps the parts that it has, and goes on when there is room', async () => {
  const folder = await tempFolder();
  const full = await start(folder, limitFileSize(6 * MIB));
  const uploadId = await full.files.parts.begin(KEY);
  const first = await full.put(uploadId, 1, filled('a'));
  await expect(full.put(uploadId, 2, filled('b'))).rejects.toMatchObject({ code: 'insufficient-storage' });
  await full.kill();
  const roomy = await start(folder);
  await roomy.files.parts.complete(KEY, uploadId, [first, await roomy.put(uploadId, 2, filled('b'))]);
  await expectContent(roomy, filled('a'), filled('b'));
}, 60_000);

it('never makes an object out of a part that was half written over', async () => {
  const { files, put } = await start(await tempFolder(), limitFileSize(6 * MIB));
  const uploadId = await files.parts.begin(KEY);
  const first = await put(uploadId, 1, filled('a'));
  await expect(put(uploadId, 1, filled('b', 7 * MIB))).rejects.toMatchObject({ code: 'insufficient-storage' });
  await expect(files.parts.complete(KEY, uploadId, [first])).rejects.toMatchObject({ status: 409 });
  expect(await files.head(KEY)).toBeNull();
  await files.parts.complete(KEY, uploadId, [await put(uploadId, 1, filled('a'))]);
}, 60_000);
