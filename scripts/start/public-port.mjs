import { createServer } from 'node:net';
import { Refusal } from '../setup/refusal.mjs';

/** @type {Record<string, string>} */
const REASONS = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'may not be opened by this user',
  EADDRNOTAVAIL: 'is at an address that this machine does not have',
};

/**
 * @param {string} host
 * @param {number} port
 * @throws {Refusal} when nobody can listen there now
 */
export async function requireFreePort(host, port) {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      const reason = REASONS[error.code ?? ''] ?? `cannot be opened (${error.message})`;
      reject(new Refusal(`Port ${port} on ${host} ${reason}. Choose another one: npm start -- --port ${port + 1}`));
    });
    server.listen(port, host, () => server.close(resolve));
  });
}
