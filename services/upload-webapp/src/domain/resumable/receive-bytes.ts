import type { Readable } from 'node:stream';
import { sourceTailKey } from '@kinora/contracts';
import { SNIFF_BYTES, sniffContainer } from '@kinora/sniff';
import { refusalOf } from '../refusal.js';
import { readBody } from './read-body.js';
import { bodyTooLong } from './resumable-problems.js';
import type { ResumableUpload } from './resumable-records.js';
import { Stopped } from './stopped.js';
import { type StoreDeps, StoreInTurn } from './store-in-turn.js';

export interface IncomingBytes {
  body: Readable;
  /** Of the whole file, in hex; null where the client does not say. */
  expectedSha256: string | null;
  /** Its reason is a `Stopped`. */
  signal: AbortSignal;
}

/**
 * Takes the bytes of one request behind the offset of its upload: whole parts go to the store while the next one fills, what
 * is left is kept as the tail. Of what could not be stored the offset knows nothing, so that it is sent again.
 * @returns the new offset
 * @throws Problem or Stopped, also when some of the bytes were stored
 */
export async function receiveBytes(
  upload: ResumableUpload,
  { body, expectedSha256, signal }: IncomingBytes,
  deps: StoreDeps,
): Promise<number> {
  const storing = new StoreInTurn(upload, expectedSha256, deps);
  try {
    await fill(storing, upload, readBody(body, signal), deps);
    await storing.keepAll();
    return storing.offsetBytes;
  } catch (error) {
    if (error instanceof Stopped && error.keepsBytes) await storing.keepAll();
    throw error;
  } finally {
    await storing.dropRest();
    storing.buffer.close();
  }
}

async function fill(storing: StoreInTurn, upload: ResumableUpload, chunks: AsyncIterable<Buffer>, deps: StoreDeps) {
  const { buffer } = storing;
  const checkHead = headCheck(upload);
  let cameBytes = upload.receivedBytes;
  for await (const part of buffer.add(await readTail(upload, deps))) await storing.next(part);
  for await (const chunk of chunks) {
    cameBytes += chunk.length;
    if (cameBytes > upload.sizeBytes) throw bodyTooLong();
    for await (const part of buffer.add(chunk)) {
      await checkHead(part.bytes);
      await storing.next(part);
    }
    if (buffer.rest.length >= SNIFF_BYTES) await checkHead(buffer.rest);
  }
}

/** Judges the first bytes of the file, once, before anything of it is stored. */
function headCheck({ receivedBytes }: ResumableUpload) {
  let isChecked = receivedBytes >= SNIFF_BYTES;
  return async (head: Buffer) => {
    if (isChecked) return;
    isChecked = true;
    const { rejected } = await sniffContainer(Buffer.from(head.subarray(0, SNIFF_BYTES)));
    if (rejected) throw refusalOf(rejected);
  };
}

/** The bytes behind the last whole part, which came with earlier requests. */
async function readTail({ id, receivedBytes, partSizeBytes }: ResumableUpload, { files }: StoreDeps): Promise<Buffer> {
  const tailBytes = receivedBytes % partSizeBytes;
  if (tailBytes === 0) return Buffer.alloc(0);
  const { body } = await files.get(sourceTailKey(id), { range: { first: 0, last: tailBytes - 1 } });
  const tail = Buffer.concat(await body.toArray());
  if (tail.length !== tailBytes) throw new Error(`the tail of ${id} has ${tail.length} of ${tailBytes} bytes`);
  return tail;
}
