import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { startChild, untilReady } from './child.mjs';
import { freePort } from './free-port.mjs';
import { requireProgram } from './program.mjs';
import { keptSecret } from './secret-file.mjs';

/**
 * @typedef {object} Redis
 * @property {string} url with the password
 * @property {number} port
 * @property {number} pid
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill
 */

const START_TIMEOUT_MS = 30_000;
const DEFAULT_DATABASES = 16;

/**
 * True when the server answers a PING, which it does not while it still reads its data.
 * @param {number} port
 * @param {string} password
 * @returns {Promise<boolean>}
 */
const answersPing = (port, password) =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 }, () => {
      socket.write(`AUTH ${password}\r\nPING\r\nQUIT\r\n`);
    });
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.once('error', () => resolve(false));
    socket.once('timeout', () => socket.destroy());
    socket.once('close', () => resolve(answer.includes('+PONG')));
  });

/**
 * The settings go into a file: a command line, and the password in it, could be read by everybody on the machine.
 * Nothing may be evicted, because BullMQ keeps its queue here.
 * @param {{ dir: string, port: number, password: string, databases: number }} settings
 */
const configText = ({ dir, port, password, databases }) =>
  [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(dir)}`,
    `databases ${databases}`,
    'appendonly yes',
    'maxmemory-policy noeviction',
    'daemonize no',
    '',
  ].join('\n');

/**
 * A private Redis or Valkey that listens on 127.0.0.1 alone and keeps its data in `dir`.
 * @param {{ dir: string, port?: number, databases?: number } & import('./child.mjs').Watched} options
 * @returns {Promise<Redis>}
 */
export async function startRedis({ dir, port: wanted, databases = DEFAULT_DATABASES, logFile, pidFile, onExit }) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const port = wanted ?? (await freePort());
  const password = keptSecret(path.join(dir, 'password'), () => randomBytes(24).toString('hex'));
  const configFile = path.join(dir, 'redis.conf');
  writeFileSync(configFile, configText({ dir, port, password, databases }), { mode: 0o600 });
  const child = await startChild({
    name: 'redis',
    command: requireProgram('redis-server', 'valkey-server'),
    args: [configFile],
    logFile: logFile ?? path.join(dir, 'redis.log'),
    pidFile: pidFile ?? path.join(dir, 'redis.pid'),
    ...(onExit === undefined ? {} : { onExit }),
  });
  await untilReady(child, () => answersPing(port, password), START_TIMEOUT_MS);
  return { url: `redis://:${password}@127.0.0.1:${port}`, port, pid: child.pid, stop: child.stop, kill: child.kill };
}
