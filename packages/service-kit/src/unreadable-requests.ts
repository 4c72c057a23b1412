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
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  // Closed with bytes unread, the connection would be reset, and the answer with it.
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cut));
}

/** Answers requests that Node cannot read, which no handler sees: with a problem document, as handlers do. */
export function answerUnreadable(server: Server): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (req, res) => void answering.set(req.socket, res));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const res = answering.get(socket);
    const isHalfAnswered = res?.headersSent && !res.writableFinished;
    if (!socket.writable || error.code === 'ECONNRESET' || isHalfAnswered) socket.destroy(error);
    else answer(socket, problemOf(error.code));
  });
}
