import { eventually } from '@kinora/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildMetricsApp } from './app.js';
import { type GatewayUnderTest, LIMITS, startGateway } from './testing/gateway.js';
import { openRaw, sendRaw } from './testing/raw-client.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  for (const service of Object.values(gateway.services)) service.reset();
});

const statusOf = (answer: string): number => Number(answer.slice(9, 12));
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(gateway.url + path, { headers, redirect: 'manual' });
const seenBy = async (response: Response) =>
  (await response.json()) as { method: string; url: string; headers: Record<string, string> };

describe('routes', () => {
  it.each([
    ['/', 'streaming-webapp'],
    ['/watch/1?t=5', 'streaming-webapp'],
    ['/api/v1/catalog/videos?q=a%20b&cursor=x', 'streaming-webapp'],
    ['/studio', 'upload-webapp'],
    ['/api/v1/studio/videos', 'upload-webapp'],
    ['/auth/login?redirect=//evil', 'auth-svc'],
    ['/.well-known/jwks.json', 'auth-svc'],
  ] as const)('passes %s on to %s as it came', async (path, service) => {
    const seen = await seenBy(await get(path));
    expect(seen.url).toBe(path);
    expect(gateway.services[service].requests).toHaveLength(1);
  });

  it('answers 404 to all else: a document, or a page for a browser', async () => {
    const document = await get('/metrics');
    expect([document.status, (await document.json()) as object]).toMatchObject([404, { code: 'not-found' }]);
    const page = await get('/objects/hls/x', { Accept: 'text/html' });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('keeps status, headers and body of the answer', async () => {
    gateway.services['upload-webapp'].answer = (_req, res) => {
      res.writeHead(303, { Location: '/auth/login', 'Set-Cookie': ['a=1', 'b=2'], 'X-Own': 'yes' }).end('moved');
    };
    const response = await get('/studio');
    expect([response.status, response.headers.get('location'), response.headers.get('x-own')]).toEqual([
      303,
      '/auth/login',
      'yes',
    ]);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.text()).toBe('moved');
  });
});

describe('addresses', () => {
  it.each([
    '/watch/../studio',
    '/watch/%2e%2e/studio',
    '/watch/%2E%2e/metrics',
    '/watch/%00',
    '/watch/x%2fy',
    '/watch/x%5cy',
    '/watch/x\\y',
    '/watch/%0d%0aX:1',
    '/watch/%zz',
    '/watch/%ff',
    '//evil.example/',
    'http://evil.example/watch/1',
  ])('%j is refused with 400 and reaches nobody', async (target) => {
    const answer = await sendRaw(gateway.port, [`GET ${target} HTTP/1.1`]);
    expect(statusOf(answer)).toBe(400);
    expect(answer).toContain('"code":"bad-path"');
    expect(Object.values(gateway.services).flatMap(({ requests }) => requests)).toEqual([]);
  });

  it.each(['/watch/\0', '/watch/\x01', '/watch/\xe9'])('%j is not even HTTP', async (target) => {
    expect(statusOf(await sendRaw(gateway.port, [`GET ${target} HTTP/1.1`]))).toBe(400);
  });

  it('may be as long as the limit, not longer', async () => {
    const path = `/watch/${'x'.repeat(LIMITS.urlMaxChars - '/watch/'.length)}`;
    expect((await get(path)).status).toBe(200);
    const refused = await get(`${path}x`);
    expect([refused.status, (await refused.json()) as object]).toMatchObject([414, { code: 'uri-too-long' }]);
  });
});

describe('headers', () => {
  it('makes the request id itself, and the service hears the same one', async () => {
    const response = await get('/watch/1', { 'X-Request-Id': 'chosen-by-client' });
    const id = response.headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await seenBy(response)).headers['x-request-id']).toBe(id);
  });

  it('believes no client about where it comes from', async () => {
    const { headers } = await seenBy(
      await get('/watch/1', {
        'X-Forwarded-For': '6.6.6.6',
        'X-Forwarded-Proto': 'https',
        'X-Forwarded-Host': 'evil.example',
        'X-Forwarded-Prefix': '/x',
        Forwarded: 'for=6.6.6.6',
        'X-Real-IP': '6.6.6.6',
      }),
    );
    const host = `127.0.0.1:${gateway.port}`;
    expect(headers).toMatchObject({
      host,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': host,
    });
    for (const name of ['forwarded', 'x-real-ip', 'x-forwarded-prefix']) expect(headers).not.toHaveProperty(name);
  });

  it('believes the proxies that the operator trusts', async () => {
    const trusting = await startGateway({ deps: { trustProxy: 'loopback' } });
    try {
      const response = await fetch(`${trusting.url}/watch/1`, {
        headers: {
          'X-Forwarded-For': '6.6.6.6, 203.0.113.9',
          'X-Forwarded-Proto': 'https',
          'X-Forwarded-Host': 'kinora.test',
        },
      });
      expect((await seenBy(response)).headers).toMatchObject({
        'x-forwarded-for': '203.0.113.9',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'kinora.test',
      });
    } finally {
      await trusting.close();
    }
  });

  it('passes on nothing that speaks of the connection', async () => {
    const lines = ['GET /watch/1 HTTP/1.1', 'TE: trailers', 'Keep-Alive: 5', 'Proxy-Authorization: x', 'Upgrade: h2c'];
    const answer = await sendRaw(gateway.port, lines);
    const { headers } = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)) as {
      headers: Record<string, string>;
    };
    for (const name of ['te', 'proxy-authorization', 'upgrade']) expect(headers).not.toHaveProperty(name);
    expect(headers.connection).toBe('keep-alive');
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  it('uses connections to a service again', async () => {
    const ports = new Set<number | undefined>();
    for (let i = 0; i < 5; i++) await (await get('/watch/1')).text();
    for (const req of gateway.services['streaming-webapp'].requests) ports.add(req.socket.remotePort);
    expect(ports.size).toBe(1);
  });
});

describe('requests from other sites', () => {
  const send = (method: string, headers: Record<string, string>) =>
    fetch(`${gateway.url}/api/v1/studio/videos`, { method, headers, redirect: 'manual' });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is refused', async (method) => {
    const response = await send(method, { 'Sec-Fetch-Site': 'cross-site' });
    expect([response.status, (await response.json()) as object]).toMatchObject([403, { code: 'cross-site-request' }]);
    expect((await send(method, { Origin: 'https://evil.example' })).status).toBe(403);
    expect(gateway.services['upload-webapp'].requests).toEqual([]);
  });

  it('GET is a link and passes', async () => {
    await send('GET', { 'Sec-Fetch-Site': 'cross-site' });
    expect(gateway.services['upload-webapp'].requests).toHaveLength(1);
  });

  it.each<Record<string, string>>([{ 'Sec-Fetch-Site': 'same-origin' }, {}])(
    'our own pages and programs pass: %j',
    async (headers) => {
      await send('POST', headers);
      expect(gateway.services['upload-webapp'].requests).toHaveLength(1);
    },
  );
});

describe('smuggling', () => {
  it.each(['DELETE', 'OPTIONS'])('refuses a body of %s that the proxy could not frame', async (method) => {
    const hidden = 'GET /api/v1/studio/hidden HTTP/1.1\r\nHost: x\r\n\r\n';
    const head = `${method} /api/v1/studio/videos/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const client = openRaw(gateway.port, `${head}${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`);
    await eventually(() => expect(client.received()).toContain('"status":400'));
    client.socket.destroy();
    expect(gateway.services['upload-webapp'].requests).toEqual([]);
  });

  it('refuses two lengths', async () => {
    const lines = ['POST /studio HTTP/1.1', 'Content-Length: 4', 'Transfer-Encoding: chunked'];
    expect(statusOf(await sendRaw(gateway.port, lines))).toBe(400);
    expect(gateway.services['upload-webapp'].requests).toEqual([]);
  });
});

describe('health', () => {
  it('answers by itself, and is ready when the services are', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
    gateway.services['file-svc'].answer = (_req, res) => void res.writeHead(503).end();
    const response = await get('/readyz');
    expect([response.status, (await response.json()) as object]).toMatchObject([
      503,
      { checks: { 'file-svc': 'down', 'auth-svc': 'ok' } },
    ]);
  });

  it('counts requests by route, on a listener of its own', async () => {
    await (await get('/watch/one-video')).text();
    expect(await gateway.metrics.metrics()).toContain('route="/watch/**"');
    expect(await gateway.metrics.metrics()).not.toContain('one-video');
    const server = buildMetricsApp(gateway.metrics).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(200);
    server.close();
  });
});
