import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { tempFolder } from '@kinora/testing';

/** What must never come out of Kinora. */
export const SECRET = 'KINORA-CANARY';

/** A file and a server that nothing may touch. */
export interface Canary {
  /** Absolute path of a file that is full of the secret. */
  file: string;
  /** Address of the server, called like a segment, which some readers insist on. */
  url: string;
  /** Paths that were asked for. */
  requests: string[];
  close(): Promise<void>;
}

export async function startCanary(): Promise<Canary> {
  const folder = await tempFolder();
  const file = path.join(folder, 'secret.ts');
  await writeFile(file, Buffer.alloc(64 * 1_024, SECRET));
  for (const name of ['00001.png', '00002.png']) await writeFile(path.join(folder, name), SECRET);
  const requests: string[] = [];
  const server = createServer((req, res) => {
    requests.push(String(req.url));
    res.end(SECRET.repeat(1_000));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret.ts`;
  return {
    ...{ file, url, requests },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Every way of ffmpeg to name something else than the file itself. */
export const referencesTo = ({ file, url }: Canary): string[] => [
  ...[
    file,
    `file:${file}`,
    `file://${file}`,
    `../../../../../../../../..${file}`,
    path.join(path.dirname(file), '%05d.png'),
  ],
  ...[url, `async:${url}`, `async:file:${file}`, `cache:${url}`, `cache:file:${file}`, `httpproxy:${url}`],
  ...[`tcp${url.slice('http'.length)}`, `hls+${url}`, `hls+file:${file}`, `ffrtmphttp${url.slice('http'.length)}`],
  ...[
    `concat:${file}|${url}`,
    `concatf:${file}`,
    `subfile,,start,0,end,64,,:${file}`,
    `subfile,,start,0,end,64,,:${url}`,
  ],
  ...[
    `crypto:${file}`,
    `crypto+${url}`,
    `tee:${file}|${url}`,
    `md5:${file}`,
    `unix:${file}`,
    `gopher${url.slice('http'.length)}`,
  ],
  `data:text/plain;base64,${Buffer.from(`#EXTM3U\n#EXTINF:1,\n${url}\n`).toString('base64')}`,
];
