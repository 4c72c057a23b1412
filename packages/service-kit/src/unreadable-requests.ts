import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { PROBLEM_MEDIA_TYPE } from '@kinora/contracts';
import { Problem } from './problem.js';

/** How long a client that was refused may take to read why, while it still sends. */
const LINGER_MS = 1_000;

const problemOf = (code: string | undefined): Problem => {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Problem('header-too-large', 'Please send less in the header, such as a shorter title.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('request-timeout');
  return new Problem('bad-request');
};

function answer(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify(problem.toDocument());
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => {
    // What comes late must not be taken for a request that is still wanted.
    if (problem.code === 'request-timeout') socket.destroy();
  });
  // Closed with bytes unread, the connection would be reset, and the answer with it.
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cut));
}

/** Answers requests that Node cannot read, which no handler sees: with a problem document, as handlers do. */
export function answerUnreadable(server: Server): void {
  const begun = new WeakMap<Duplex, Set<ServerResponse>>();
  const refused = new WeakSet<Duplex>();
  server.on('request', ({ socket }, res) => {
    const responses = begun.get(socket) ?? new Set();
    begun.set(socket, responses.add(res));
    res.once('close', () => responses.delete(res));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Node tells of each further piece that it cannot read.
    if (refused.has(socket)) return;
    refused.add(socket);
    const isHalfAnswered = [...(begun.get(socket) ?? [])].some(({ headersSent }) => headersSent);
    if (!socket.writable || error.code === 'ECONNRESET' || isHalfAnswered) socket.destroy(error);
    else answer(socket, problemOf(error.code));
  });
}
