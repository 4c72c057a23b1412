import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TUS_PATH } from '../routes/tus/tus-handler.js';

const encode = (metadata: Record<string, string>): string =>
  Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');

type Headers = Record<string, string>;

/** Speaks tus as a program would that knows nothing of Kinora. */
export function tusClient(url: string, login = 'alice') {
  const send = (method: string, path: string, headers: Headers, body?: BodyInit) =>
    fetch(new URL(path, url), {
      method,
      headers: { cookie: `auth_token=${login}`, 'tus-resumable': '1.0.0', ...headers },
      ...(body === undefined ? {} : { body, duplex: 'half' as const }),
    });

  return {
    send,
    announce: (
      sizeBytes: number,
      metadata: Record<string, string> = { filename: 'film.mp4' },
      headers: Headers = {},
      body?: BodyInit,
    ) => {
      const said = { 'upload-length': String(sizeBytes), 'upload-metadata': encode(metadata) };
      return send('POST', TUS_PATH, { ...said, ...headers }, body);
    },
    patch: (path: string, offsetBytes: number, body: BodyInit, headers: Headers = {}) =>
      send(
        'PATCH',
        path,
        { 'upload-offset': String(offsetBytes), 'content-type': 'application/offset+octet-stream', ...headers },
        body,
      ),
    head: (path: string) => send('HEAD', path, {}),
    end: (path: string) => send('DELETE', path, {}),
    list: async (query = '') =>
      (await send('GET', `${TUS_PATH}${query}`, {})).json() as Promise<{ uploads: object[]; videos: object[] }>,
  };
}

export type TusClient = ReturnType<typeof tusClient>;

/** Announces a file that has to be let in. @returns its address */
export async function announced(client: TusClient, ...file: Parameters<TusClient['announce']>): Promise<string> {
  const response = await client.announce(...file);
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return String(response.headers.get('location'));
}

export const idOf = (path: string): string => path.split('/').at(-1) ?? '';

/** Where an upload stands, by its address. */
export const offsetOf = async (client: TusClient, path: string): Promise<number> =>
  Number((await client.head(path)).headers.get('upload-offset'));

interface StalledPatch {
  port: number;
  login: string;
  path: string;
  offsetBytes: number;
  /** What it says that it will send. */
  restBytes: number;
}

/** A client that has begun to send and waits for the test to write to its socket. `answer` is all that came back. */
export function stalledPatch({ port, login, path, offsetBytes, restBytes }: StalledPatch) {
  const socket: Socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.on('error', () => undefined);
  const said = [
    `PATCH ${path} HTTP/1.1`,
    'Host: test',
    `Cookie: auth_token=${login}`,
    'Tus-Resumable: 1.0.0',
    `Upload-Offset: ${offsetBytes}`,
    'Content-Type: application/offset+octet-stream',
    `Content-Length: ${restBytes}`,
  ];
  socket.write(`${said.join('\r\n')}\r\n\r\n`);
  return { socket, closed: once(socket, 'close'), answer: () => answer };
}
