import { Readable } from 'node:stream';
import { eventually } from '@kinora/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GatewayUnderTest, startGateway } from './testing/gateway.js';
import { openRaw } from './testing/raw-client.js';

const MIB = 1024 * 1024;

let gateway: GatewayUnderTest;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

describe('an answer before the end of the upload', () => {
  const TOTAL = 64 * MIB;
  const uploadHead = `POST /api/v1/studio/videos HTTP/1.1\r\nHost: x\r\nContent-Length: ${TOTAL}\r\n`;

  it('reaches a client that sends everything first', async () => {
    gateway.services['upload-webapp'].answer = (_req, res) => void res.writeHead(413).end('too large');
    let sent = 0;
    async function* body() {
      for (; sent < TOTAL; sent += MIB) yield Buffer.alloc(MIB);
    }
    const response = await fetch(`${gateway.url}/api/v1/studio/videos`, {
      method: 'POST',
      body: Readable.toWeb(Readable.from(body())) as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    expect([response.status, await response.text()]).toEqual([413, 'too large']);
  });

  it('arrives while the client is still sending, and the service is left alone', async () => {
    let receivedByService = 0;
    gateway.services['upload-webapp'].answer = (req, res) => {
      req.on('error', () => undefined);
      req.on('data', (chunk: Buffer) => {
        receivedByService += chunk.length;
      });
      res.writeHead(415).end('no video');
    };
    const client = openRaw(gateway.port, `${uploadHead}\r\n`);
    for (let i = 0; i < 8; i++) client.socket.write(Buffer.alloc(MIB));
    await eventually(() => expect(client.received()).toContain('no video'));
    expect(client.received()).toMatch(/^HTTP\/1.1 415 /);
    for (let i = 0; i < 8; i++) client.socket.write(Buffer.alloc(MIB));
    await eventually(() => expect(client.socket.bytesWritten).toBeGreaterThan(15 * MIB));
    expect(receivedByService).toBeLessThan(TOTAL / 4);
    client.socket.destroy();
  });

  it('of the gateway itself arrives too', async () => {
    await gateway.services['upload-webapp'].close();
    const client = openRaw(gateway.port, `${uploadHead}\r\n`);
    for (let i = 0; i < 8; i++) client.socket.write(Buffer.alloc(MIB));
    await eventually(() => expect(client.received()).toContain('"service-unavailable"'));
    client.socket.destroy();
  });

  it('leaves the connection usable when the client sent all it announced', async () => {
    gateway.services['upload-webapp'].answer = (_req, res) => void res.writeHead(413).end('too large');
    const client = openRaw(gateway.port, 'POST /studio HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n');
    await eventually(() => expect(client.received()).toContain('too large'));
    client.socket.write('bodyGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(() => expect(client.received()).toContain('{"status":"ok"}'));
    client.socket.destroy();
  });

  it('is not needed by a client that asks before it sends', async () => {
    gateway.services['upload-webapp'].answer = (req, res) => void req.resume().once('end', () => res.end('stored'));
    const client = openRaw(
      gateway.port,
      'POST /studio HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n',
    );
    await eventually(() => expect(client.received()).toContain('100 Continue'));
    client.socket.write('body');
    await eventually(() => expect(client.received()).toContain('stored'));
    client.socket.destroy();
  });
});
