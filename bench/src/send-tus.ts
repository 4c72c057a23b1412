import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { pipeline } from 'node:stream/promises';

const CHUNK_BYTES = 1024 * 1024;
/** As the studio's page sends it. */
const PATCH_BYTES = 64 * 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };

export interface SentByTus {
  id: string;
  /** The longest time from the last byte of a PATCH to its answer. */
  slowestAnswerSeconds: number;
}

interface Sent {
  response: IncomingMessage;
  answerSeconds: number;
}

async function send(
  url: URL,
  method: string,
  headers: Record<string, string>,
  body?: NodeJS.ReadableStream,
): Promise<Sent> {
  const req = request(url, { method, headers: { ...TUS, ...headers } });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    req.once('error', reject);
    req.once('response', resolve);
  });
  if (body) await pipeline(body, req);
  else req.end();
  const sentAt = performance.now();
  const response = (await answered).resume();
  if ((response.statusCode ?? 0) >= 300) throw new Error(`${method} ${url} was answered ${response.statusCode}`);
  return { response, answerSeconds: (performance.now() - sentAt) / 1_000 };
}

/** Sends a file by tus, chunk after chunk. */
export async function sendTus(origin: string, cookie: string, file: string): Promise<SentByTus> {
  const { size: sizeBytes } = await stat(file);
  const uploads = new URL('/api/v1/studio/uploads', origin);
  const { response } = await send(uploads, 'POST', { cookie, 'upload-length': String(sizeBytes) });
  const upload = new URL(String(response.headers.location), uploads);
  let slowestAnswerSeconds = 0;
  for (let start = 0; start < sizeBytes; start += PATCH_BYTES) {
    const end = Math.min(start + PATCH_BYTES, sizeBytes) - 1;
    const headers = {
      cookie,
      'upload-offset': String(start),
      'content-type': 'application/offset+octet-stream',
      'content-length': String(end - start + 1),
    };
    const body = createReadStream(file, { start, end, highWaterMark: CHUNK_BYTES });
    const { answerSeconds } = await send(upload, 'PATCH', headers, body);
    slowestAnswerSeconds = Math.max(slowestAnswerSeconds, answerSeconds);
  }
  return { id: upload.pathname.split('/').at(-1) ?? '', slowestAnswerSeconds };
}
