import type { Socket } from 'node:net';

/** Calls back once when nothing has arrived on a socket for so long. @returns how to stop watching */
export function whenIdle(socket: Socket, idleMs: number, cutOff: () => void): () => void {
  let seenBytes = socket.bytesRead;
  let idleSince = Date.now();
  const timer = setInterval(() => {
    if (socket.bytesRead !== seenBytes) {
      seenBytes = socket.bytesRead;
      idleSince = Date.now();
    } else if (Date.now() - idleSince >= idleMs) {
      clearInterval(timer);
      cutOff();
    }
  }, idleMs / 4);
  return () => clearInterval(timer);
}
