import { once } from 'node:events';
import { createServer, type Server, type ServerOptions } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { eventually } from '@kinora/testing';
import { expect, it, onTestFinished } from 'vitest';
import { answerUnreadable } from './unreadable-requests.js';

const PIECE = 'x'.repeat(64_000);

async function listen(options: ServerOptions) {
  const paths: string[] = [];
  const server = createServer(options, (req, res) => {
    paths.push(req.url ?? '');
    res.end();
  });
  answerUnreadable(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { server, paths };
}

/** A client that goes on sending after it was answered. */
async function open(server: Server) {
  const { port } = server.address() as AddressInfo;
  const seen = { text: '', error: null as Error | null };
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.setEncoding('utf8').on('data', (text: string) => {
    seen.text += text;
  });
  socket.on('error', (error) => {
    seen.error = error;
  });
  await once(socket, 'connect');
  const send = (text: string) => new Promise<void>((resolve) => socket.write(text, () => resolve()));
  return { socket, seen, closed, send };
}

it('lets a client that was refused send on and read why', async () => {
  const { server } = await listen({ maxHeaderSize: 2_000 });
  const { socket, seen, closed, send } = await open(server);
  await send(`GET / HTTP/1.1\r\nX-Long: ${PIECE}`);
  await eventually(() => expect(seen.text).toMatch(/^HTTP\/1.1 431 /));
  for (let piece = 0; piece < 5; piece++) await send(PIECE);
  socket.end();
  await closed;
  expect(seen.error).toBeNull();
  expect(seen.text).toMatch(/"code":"header-too-large".*}$/);
});

it('does not listen for ever to a client that sends on', async () => {
  const { server } = await listen({ maxHeaderSize: 2_000 });
  const { socket, seen, send } = await open(server);
  const startedAt = performance.now();
  await send(`GET / HTTP/1.1\r\nX-Long: ${PIECE}`);
  while (!socket.destroyed && performance.now() - startedAt < 30_000) await send(PIECE);
  expect(socket.destroyed).toBe(true);
  expect(seen.text).toMatch(/^HTTP\/1.1 431 /);
});

it('takes no request whose header comes after it was too late', async () => {
  const { server, paths } = await listen({ headersTimeout: 100, connectionsCheckingInterval: 20 });
  const { socket, seen, closed, send } = await open(server);
  await send('GET /late HTTP/1.1\r\nHost: x');
  await eventually(() => expect(seen.text).toMatch(/^HTTP\/1.1 408 /));
  socket.end('\r\n\r\n');
  await closed;
  expect(paths).toEqual([]);
});
