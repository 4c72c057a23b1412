import { connect } from 'node:net';
import { eventually } from '@kinora/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { type GatewayUnderTest, startGateway } from './testing/gateway.js';
import { openRaw } from './testing/raw-client.js';

let gateway: GatewayUnderTest;
afterEach(() => gateway.close());

const headerOf = (bytes: number) => `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(bytes)}\r\n\r\n`;
const problemIn = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as object;

describe('a connection', () => {
  it('refuses a header that is too long', async () => {
    gateway = await startGateway({ headerMaxBytes: 2_000 });
    const short = openRaw(gateway.port, headerOf(1_900));
    await eventually(() => expect(short.received()).toMatch(/^HTTP\/1.1 200 /));
    short.socket.destroy();
    for (const bytes of [2_100, 1_000_000]) {
      const long = openRaw(gateway.port, headerOf(bytes));
      await long.closed;
      expect(long.received()).toMatch(/^HTTP\/1.1 431 /);
      expect(problemIn(long.received())).toMatchObject({ status: 431, code: 'header-too-large' });
    }
  });

  it('says so when it cannot read a request', async () => {
    gateway = await startGateway();
    const client = openRaw(gateway.port, 'Hello\r\n\r\n');
    await client.closed;
    expect(client.received()).toMatch(/^HTTP\/1.1 400 /);
    expect(problemIn(client.received())).toMatchObject({ code: 'bad-request' });
  });

  it('cuts off a client that takes too long with its header', async () => {
    gateway = await startGateway({ headersTimeoutMs: 200 });
    const client = openRaw(gateway.port, 'GET /healthz HTTP/1.1\r\nHost:');
    await client.closed;
    expect(client.received()).toMatch(/^HTTP\/1.1 408 /);
    expect(problemIn(client.received())).toMatchObject({ code: 'request-timeout' });
  });

  it('closes a connection above the limit at once', async () => {
    gateway = await startGateway({ maxConnections: 2 });
    const kept = [openRaw(gateway.port, headerOf(1)), openRaw(gateway.port, headerOf(1))];
    for (const client of kept) await eventually(() => expect(client.received()).toContain('ok'));
    const refused = connect(gateway.port, '127.0.0.1')
      .on('error', () => undefined)
      .resume();
    await new Promise((resolve) => refused.once('close', resolve));
    for (const client of kept) client.socket.destroy();
  });
});
