import { signPlaybackToken } from '@kinora/service-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FILE_TOKEN, type GatewayUnderTest, PLAYBACK_SECRET, startGateway } from './testing/gateway.js';

const ID = '7c1f0a52-3f0e-4c6e-9d55-0c8d1f3f9a10';
const OTHER_ID = '8d2f0a52-3f0e-4c6e-9d55-0c8d1f3f9a11';
const SEGMENT = `/media/${signPlaybackToken(ID, PLAYBACK_SECRET)}/${ID}/1/v720/00001.m4s`;

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.services['file-svc'].reset());

const get = (path: string, init: RequestInit = {}) => fetch(gateway.url + path, init);
const reached = () => gateway.services['file-svc'].requests;

describe('/media', () => {
  it('asks file-svc for the object, with its own credential and nothing of the viewer', async () => {
    const headers = {
      Cookie: 'auth_token=secret',
      Authorization: 'Bearer viewer',
      Range: 'bytes=0-3',
      'If-None-Match': '"x"',
    };
    await get(SEGMENT, { headers });
    const [req] = reached();
    expect(req?.url).toBe(`/objects/hls/${ID}/1/v720/00001.m4s`);
    expect(req?.headers).toMatchObject({
      authorization: `Bearer ${FILE_TOKEN}`,
      range: 'bytes=0-3',
      'if-none-match': '"x"',
    });
    expect(req?.headers).not.toHaveProperty('cookie');
  });

  it.each(['1/main.m3u8', 'captions/x/0-60000.vtt'])(
    "has the player's service make %s, as it was asked",
    async (rest) => {
      const streaming = gateway.services['streaming-webapp'];
      streaming.reset();
      const path = SEGMENT.replace('1/v720/00001.m4s', rest);
      const { headers } = await get(path, { headers: { Cookie: 'auth_token=own', 'If-None-Match': '"x"' } });
      expect(reached()).toEqual([]);
      expect(streaming.requests.map(({ url }) => url)).toEqual([path]);
      expect(streaming.requests[0]?.headers).toMatchObject({ cookie: 'auth_token=own', 'if-none-match': '"x"' });
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe(
        rest.endsWith('.m3u8') ? 'no-cache' : 'private, max-age=31536000, immutable',
      );
    },
  );

  it('lets browsers keep segments, and ask again for playlists', async () => {
    expect((await get(SEGMENT)).headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    const playlist = await get(SEGMENT.replace('v720/00001.m4s', 'main.m3u8'));
    expect(playlist.headers.get('cache-control')).toBe('no-cache');
  });

  it('passes parts, "not modified" and "not found" on', async () => {
    const file = gateway.services['file-svc'];
    file.answer = (_req, res) => void res.writeHead(206, { 'Content-Range': 'bytes 0-3/9', ETag: '"x"' }).end('abcd');
    const part = await get(SEGMENT);
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 0-3/9', 'abcd']);
    file.answer = (_req, res) => void res.writeHead(304, { ETag: '"x"' }).end();
    expect((await get(SEGMENT)).status).toBe(304);
    file.answer = (_req, res) => void res.writeHead(404, { 'Cache-Control': 'max-age=9' }).end('{}');
    const missing = await get(SEGMENT);
    expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, 'no-store']);
  });

  it('is for players of this site only', async () => {
    gateway.services['file-svc'].answer = (_req, res) => {
      res.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Set-Cookie': 'a=b' }).end();
    };
    const { headers } = await get(SEGMENT, { headers: { Origin: 'https://evil.example' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  it.each([
    ['another video', SEGMENT.replace(`/${ID}/`, `/${OTHER_ID}/`)],
    ['an altered token', SEGMENT.replace('/media/e', '/media/f')],
    ['no token', `/media/x/${ID}/1/main.m3u8`],
  ])('refuses %s with 403', async (_what, path) => {
    const response = await get(path);
    expect([response.status, (await response.json()) as object]).toMatchObject([
      403,
      { code: 'playback-token-invalid' },
    ]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(reached()).toEqual([]);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('refuses %s', async (method) => {
    const response = await get(SEGMENT, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(reached()).toEqual([]);
  });

  it('takes HEAD', async () => {
    expect((await get(SEGMENT, { method: 'HEAD' })).status).toBe(200);
    expect(reached()[0]?.method).toBe('HEAD');
  });
});
