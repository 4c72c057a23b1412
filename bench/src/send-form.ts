import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Video } from '@kinora/contracts';

const BOUNDARY = 'kinora-bench';
const CHUNK_BYTES = 1024 * 1024;
const HEAD = ['title', 'description', 'visibility']
  .map((name) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`)
  .map((part, at) => `${part}${['bench', '', 'private'][at]}\r\n`)
  .join('');
const FILE_HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="big.mp4"\r\nContent-Type: video/mp4\r\n\r\n`;
const TAIL = `\r\n--${BOUNDARY}--\r\n`;

/** Sends the upload form as a browser does: the length announced, the file streamed. */
export async function sendForm(origin: string, cookie: string, file: string): Promise<Video> {
  const { size: sizeBytes } = await stat(file);
  const start = HEAD + FILE_HEAD;
  const req = request(new URL('/api/v1/studio/videos', origin), {
    method: 'POST',
    headers: {
      cookie,
      accept: 'application/json',
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': start.length + sizeBytes + TAIL.length,
    },
  });
  const answered = new Promise<Video>((resolve, reject) => {
    req.once('error', reject);
    req.once('response', (res) => {
      let body = '';
      res.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      res.on('end', () =>
        res.statusCode === 201 ? resolve(JSON.parse(body)) : reject(new Error(`${res.statusCode} ${body}`)),
      );
    });
  });
  req.write(start);
  await pipeline(createReadStream(file, { highWaterMark: CHUNK_BYTES }), req, { end: false });
  req.end(TAIL);
  return answered;
}
