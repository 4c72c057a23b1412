import { connect, type Socket } from 'node:net';

/** A client that sends exactly what it is told, as no well-behaved library would. */
export interface RawClient {
  socket: Socket;
  /** All that arrived up to now. */
  received(): string;
  /** Resolves when the connection is closed. */
  closed: Promise<void>;
}

export function openRaw(port: number, text: string): RawClient {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  socket.write(text, 'latin1');
  return { socket, received: () => received, closed: new Promise((resolve) => socket.once('close', () => resolve())) };
}

/** The whole answer to one request on a connection of its own. */
export async function sendRaw(port: number, lines: string[]): Promise<string> {
  const client = openRaw(port, `${[...lines, 'Host: kinora.test', 'Connection: close'].join('\r\n')}\r\n\r\n`);
  await client.closed;
  return client.received();
}
