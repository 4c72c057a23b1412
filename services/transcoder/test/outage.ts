import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '@kinora/stack';
import { onTestFinished } from 'vitest';

/** A way to a server that can be cut. */
export interface Wire {
  port: number;
  /** Breaks every connection and takes no new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Passes everything on to a port on this machine, until it is cut. It is taken down with the test. */
export async function wireTo(targetPort: number): Promise<Wire> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  let server: Server;
  const mend = () =>
    new Promise<void>((resolve) => {
      server = createServer((near) => {
        const far = connect(targetPort, '127.0.0.1');
        for (const [socket, other] of [
          [near, far],
          [far, near],
        ] as const) {
          sockets.add(socket);
          socket.on('error', () => {});
          socket.on('close', () => {
            sockets.delete(socket);
            other.destroy();
          });
        }
        near.pipe(far).pipe(near);
      });
      server.listen(port, '127.0.0.1', resolve);
    });
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await mend();
  onTestFinished(cut);
  return { port, cut, mend };
}
