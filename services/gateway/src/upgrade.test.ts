import type { Duplex } from 'node:stream';
import { eventually } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayUnderTest, startGateway } from './testing/gateway.js';
import { openRaw } from './testing/raw-client.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const ask = (path: string, ...headers: string[]) =>
  openRaw(
    gateway.port,
    `${[`GET ${path} HTTP/1.1`, 'Host: kinora.test', 'Connection: Upgrade', ...headers].join('\r\n')}\r\n\r\n`,
  );
const WEBSOCKET = 'Upgrade: websocket';

function echoUpgrades(from: GatewayUnderTest) {
  const sockets: Duplex[] = [];
  const seen: Record<string, unknown>[] = [];
  from.services['upload-webapp'].server.on('upgrade', (req, socket) => {
    sockets.push(socket);
    seen.push(req.headers);
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.pipe(socket);
  });
  return { sockets, seen };
}

describe('a request for a WebSocket', () => {
  it('is passed on to the service of its path, both ways, until one side ends', async () => {
    const { sockets, seen } = echoUpgrades(gateway);
    const client = ask('/api/v1/studio/live', WEBSOCKET, 'X-Forwarded-For: 6.6.6.6');
    await eventually(() => expect(client.received()).toContain('101 Switching Protocols'));
    client.socket.write('ping');
    await eventually(() => expect(client.received()).toContain('ping'));
    expect(seen[0]).toMatchObject({ 'x-forwarded-for': '127.0.0.1', host: 'kinora.test' });
    sockets[0]?.end();
    await client.closed;
  });

  it.each([
    ['an unknown path', '/nowhere', [WEBSOCKET], 404],
    ['a bad path', '/studio/%2e%2e', [WEBSOCKET], 400],
    ['media', '/media/x/y/z', [WEBSOCKET], 404],
    ['another protocol', '/studio', ['Upgrade: h2c'], 400],
    ['another site', '/studio', [WEBSOCKET, 'Origin: https://evil.example'], 403],
  ])('is answered in HTTP and ended for %s', async (_what, path, headers, status) => {
    const client = ask(path, ...headers);
    await client.closed;
    expect(client.received()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(client.received()).toContain('application/problem+json');
  });

  it('gets the answer of a service that refuses it', async () => {
    gateway.services['streaming-webapp'].answer = (_req, res) => {
      res.writeHead(426);
      res.write('no ');
      res.end('sockets');
    };
    const client = ask('/watch/1', WEBSOCKET);
    await client.closed;
    expect(client.received()).toMatch(/^HTTP\/1.1 426 /);
    expect(client.received()).toMatch(/\r\n\r\nno sockets$/);
    expect(client.received().toLowerCase()).not.toContain('transfer-encoding');
  });

  it('is a 503 problem when the service is down', async () => {
    await gateway.services['auth-svc'].close();
    const client = ask('/auth/live', WEBSOCKET);
    await client.closed;
    expect(client.received()).toMatch(/^HTTP\/1.1 503 /);
  });

  it('does not keep the gateway from stopping', async () => {
    const own = await startGateway();
    echoUpgrades(own);
    const client = openRaw(own.port, `GET /studio HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n${WEBSOCKET}\r\n\r\n`);
    await eventually(() => expect(client.received()).toContain('101'));
    await own.close();
    await client.closed;
  });
});
