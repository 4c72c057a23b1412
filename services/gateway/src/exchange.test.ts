import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { eventually } from '@kinora/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceName } from './domain/routes.js';
import { type GatewayUnderTest, LIMITS, startGateway } from './testing/gateway.js';
import { openRaw } from './testing/raw-client.js';

const MIB = 1024 * 1024;
/** For a limit that is to be reached. */
const SHORT_MS = 400;
/** For a limit that must not be reached by a machine that is busy, and is to be outlasted. */
const LONG_MS = 3_000;
/** Far below `LIMITS`, far above what a busy machine needs. */
const SOON_MS = 10_000;

let gateway: GatewayUnderTest;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

const restart = async (limits: Partial<typeof LIMITS>, serviceUrls?: Record<ServiceName, string>) => {
  await gateway.close();
  gateway = await startGateway({ deps: { limits: { ...LIMITS, ...limits }, ...(serviceUrls && { serviceUrls }) } });
};
const get = (path: string, headers: Record<string, string> = {}) => fetch(gateway.url + path, { headers });
const post = (path: string, body: BodyInit) =>
  fetch(gateway.url + path, { method: 'POST', body, duplex: 'half' } as RequestInit);
const elapsedMs = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

describe('a service that is down', () => {
  beforeEach(() => gateway.services['streaming-webapp'].close());

  it('is a 503 problem at once', async () => {
    let response: Response | undefined;
    expect(
      await elapsedMs(async () => {
        response = await get('/watch/1');
      }),
    ).toBeLessThan(SOON_MS);
    expect(response?.status).toBe(503);
    expect(response?.headers.get('retry-after')).toBe('5');
    expect(await response?.json()).toMatchObject({
      code: 'service-unavailable',
      detail: expect.stringMatching(/^The catalogue cannot be reached/),
    });
  });

  it('is a page for a browser', async () => {
    const response = await get('/watch/1', { Accept: 'text/html' });
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(await response.text()).not.toContain('ECONNREFUSED');
  });
});

describe('a service that says nothing', () => {
  it.each([
    ['reads', 'readTimeoutMs', () => get('/api/v1/studio/videos')],
    ['changes something', 'responseTimeoutMs', () => post('/api/v1/studio/videos', 'x')],
    ['logs in', 'readTimeoutMs', () => post('/auth/login', 'x')],
  ] as const)('is a 503 problem for who %s after %s of the configuration', async (_what, limit, ask) => {
    await restart({ [limit]: SHORT_MS });
    for (const service of Object.values(gateway.services)) service.answer = (req) => void req.resume();
    let response: Response | undefined;
    const waitedMs = await elapsedMs(async () => {
      response = await ask();
    });
    expect([response?.status, response?.headers.get('retry-after')]).toEqual([503, '5']);
    const detail = expect.stringContaining(' does not answer at the moment.');
    expect(await response?.json()).toMatchObject({ code: 'service-unavailable', detail });
    expect(waitedMs).toBeGreaterThanOrEqual(SHORT_MS - 20);
    expect(waitedMs).toBeLessThan(SOON_MS);
  });

  it('does not count the time that an upload takes', async () => {
    await restart({ idleTimeoutMs: LONG_MS, responseTimeoutMs: LONG_MS });
    gateway.services['upload-webapp'].answer = (req, res) => void req.resume().once('end', () => res.end('stored'));
    async function* slowly() {
      for (let sentMs = 0; sentMs < 1.5 * LONG_MS; sentMs += 100) {
        yield Buffer.alloc(10);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    const response = await post('/api/v1/studio/videos', Readable.toWeb(Readable.from(slowly())) as ReadableStream);
    expect(await response.text()).toBe('stored');
  });

  it('is cut off when it stops in the middle, but not while it sends events', async () => {
    await restart({ idleTimeoutMs: SHORT_MS });
    const head = (type: string) => (_req: unknown, res: import('node:http').ServerResponse) => {
      res.writeHead(200, { 'Content-Type': type });
      res.write('start');
    };
    gateway.services['upload-webapp'].answer = head('text/event-stream');
    const events = (await get('/api/v1/studio/videos/1/events')).body?.getReader();
    await events?.read();
    let eventsEnd: string | undefined;
    const ended = (how: string) => () => {
      eventsEnd = how;
    };
    void events?.read().then(ended('more'), ended('cut'));

    gateway.services['streaming-webapp'].answer = head('text/plain');
    for (let nth = 0; nth < 2; nth++)
      await expect(get('/watch/1').then((response) => response.text())).rejects.toThrow();
    expect(eventsEnd).toBeUndefined();
    await events?.cancel();
  });
});

/** Its thread sleeps, so that nobody accepts, and the one place in its queue is taken: the kernel lets further ones wait. */
async function startDeaf() {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true },
  );
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const queued = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of queued) socket.destroy();
      await worker.terminate();
    },
  };
}

describe('a service that cannot be connected to', () => {
  it('is a 503 problem after the time for connecting', async () => {
    const deaf = await startDeaf();
    const { url } = deaf;
    const serviceUrls = { 'auth-svc': url, 'upload-webapp': url, 'streaming-webapp': url, 'file-svc': url };
    await restart({ connectTimeoutMs: SHORT_MS }, serviceUrls);
    try {
      let status = 0;
      const waitedMs = await elapsedMs(async () => {
        status = (await get('/watch/1')).status;
      });
      expect(status).toBe(503);
      expect(waitedMs).toBeGreaterThan(SHORT_MS - 20);
      expect(waitedMs).toBeLessThan(SOON_MS);
    } finally {
      await deaf.close();
    }
  });
});

describe('a service that dies', () => {
  it.each([
    ['with a length', { 'Content-Length': '1000' }],
    ['in chunks', {}],
  ])('in the middle of an answer %s never gives a clean end', async (_what, headers: Record<string, string>) => {
    gateway.services['streaming-webapp'].answer = (_req, res) => {
      res.writeHead(200, headers);
      res.write('half', () => setTimeout(() => res.destroy(), 20));
    };
    const client = openRaw(gateway.port, 'GET /watch/1 HTTP/1.1\r\nHost: x\r\n\r\n');
    await client.closed;
    expect(client.received()).toContain('half');
    expect(client.received()).not.toContain('\r\n0\r\n\r\n');
  });

  it('in the middle of an upload is a 503 problem', async () => {
    gateway.services['upload-webapp'].answer = (req) => void req.once('data', () => req.socket.destroy());
    const response = await post('/api/v1/studio/videos', Readable.toWeb(Readable.from(chunks(4))) as ReadableStream);
    expect(response.status).toBe(503);
  });
});

async function* chunks(count: number) {
  for (let i = 0; i < count; i++) yield Buffer.alloc(64 * 1024, i);
}

describe('a client that goes away', () => {
  it('ends the request to the service: while it uploads, waits, or downloads', async () => {
    const ended: string[] = [];
    gateway.services['upload-webapp'].answer = (req, res) => {
      req.once('error', () => ended.push('upload'));
      req.resume();
      res.once('close', () => ended.push('request'));
    };
    const upload = openRaw(gateway.port, 'POST /studio HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf');
    await eventually(() => expect(gateway.services['upload-webapp'].requests).toHaveLength(1));
    upload.socket.destroy();
    await eventually(() => expect([...ended].sort()).toEqual(['request', 'upload']));

    const wait = openRaw(gateway.port, 'GET /studio HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(() => expect(gateway.services['upload-webapp'].requests).toHaveLength(2));
    wait.socket.destroy();
    await eventually(() => expect(ended).toHaveLength(3));

    let downloadEnded = false;
    gateway.services['streaming-webapp'].answer = (_req, res) => {
      res.once('close', () => {
        downloadEnded = true;
      });
      Readable.from(chunks(100_000)).pipe(res);
    };
    const download = openRaw(gateway.port, 'GET /watch/1 HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(() => expect(download.received().length).toBeGreaterThan(MIB));
    download.socket.destroy();
    await eventually(() => expect(downloadEnded).toBe(true));
  });

  it('is cut off when it stops in the middle of an upload', async () => {
    await restart({ idleTimeoutMs: SHORT_MS });
    gateway.services['upload-webapp'].answer = (req) => void req.on('error', () => undefined).resume();
    const client = openRaw(gateway.port, 'POST /studio HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf');
    await client.closed;
    expect(client.received()).toBe('');
  });
});
