import { type IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

interface Upgrade {
  socket: Duplex;
  head: Buffer;
  /** The socket speaks the other protocol from now on: no HTTP answer will be written to it. */
  release(): void;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();

/** The connection that a request wants to take over, if it does. */
export const upgradeOf = (req: IncomingMessage): Upgrade | undefined => upgrades.get(req);

/** Runs a request for another protocol through the same rules as every other; what refuses it answers in HTTP. */
export const onUpgrade =
  (app: RequestListener) =>
  (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const res = new ServerResponse(req);
    res.shouldKeepAlive = false;
    res.assignSocket(socket as Socket);
    res.once('finish', () => socket.end());
    socket.once('error', () => socket.destroy());
    upgrades.set(req, { socket, head, release: () => res.detachSocket(socket as Socket) });
    app(req, res);
  };
