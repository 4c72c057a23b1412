import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { startChild, untilReady } from './child.mjs';
import { freePort } from './free-port.mjs';
import { requireProgram } from './program.mjs';
import { keptSecret } from './secret-file.mjs';

/**
 * @typedef {object} MariaDb
 * @property {string} host
 * @property {number} port
 * @property {string} rootUser
 * @property {string} rootPassword
 * @property {number} pid
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill
 */

const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 60_000;
/** unix(7): 108 bytes with the closing zero. */
const MAX_SOCKET_PATH_BYTES = 107;
/** Version of the protocol in the first packet that the server sends, after the 4 bytes of its header. */
const PROTOCOL_VERSION = 10;

const asRoot = () => (process.getuid?.() === 0 ? ['--user=root'] : []);

/**
 * A starting server removes the temporary tables of others that it finds in its folder: several that start at once need one each.
 * @param {string} dir
 */
function ownTempFolder(dir) {
  const folder = path.join(dir, 'tmp');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** @param {string} dataDir @param {string} tempDir */
function install(dataDir, tempDir) {
  const unfinished = `${dataDir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const options = ['--no-defaults', `--datadir=${unfinished}`, '--auth-root-authentication-method=normal'];
  execFileSync(requireProgram('mariadb-install-db', 'mysql_install_db'), [...options, '--skip-test-db', ...asRoot()], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: tempDir },
  });
  renameSync(unfinished, dataDir);
}

/**
 * Statements for each start: the kept password is the truth. The server wants one statement a line.
 * @param {string} password letters and digits
 */
const initSql = (password) =>
  [
    `CREATE USER IF NOT EXISTS 'root'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `ALTER USER 'root'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    "GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;",
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';`,
    '',
  ].join('\n');

/** @param {string} dir */
function socketPath(dir) {
  const inside = path.join(dir, 'mariadb.sock');
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH_BYTES) return inside;
  return path.join(mkdtempSync(path.join(os.tmpdir(), 'kinora-sock-')), 'm.sock');
}

/**
 * True when the server greets: it does so once it has read its data and its init file.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
const greets = (port) =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 });
    /** @param {boolean} answer */
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', (packet) => done(packet[4] === PROTOCOL_VERSION));
    socket.once('error', () => done(false));
    socket.once('timeout', () => done(false));
    socket.once('close', () => done(false));
  });

/**
 * A private MariaDB that listens on 127.0.0.1 alone. A second start in the same folder finds data and password again.
 * @param {{ dir: string, port?: number } & import('./child.mjs').Watched} options `dir` holds the data and the password
 * @returns {Promise<MariaDb>}
 */
export async function startMariaDb({ dir, port: wanted, logFile, pidFile, onExit }) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const dataDir = path.join(dir, 'data');
  const tempDir = ownTempFolder(dir);
  if (!existsSync(dataDir)) install(dataDir, tempDir);
  const rootPassword = keptSecret(path.join(dir, 'root-password'), () => randomBytes(24).toString('hex'));
  const initFile = path.join(dir, 'init.sql');
  writeFileSync(initFile, initSql(rootPassword), { mode: 0o600 });
  const port = wanted ?? (await freePort());
  const socket = socketPath(dir);
  const child = await startChild({
    name: 'mariadb',
    command: requireProgram('mariadbd', 'mysqld'),
    args: [
      '--no-defaults',
      `--datadir=${dataDir}`,
      `--tmpdir=${tempDir}`,
      `--socket=${socket}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--init-file=${initFile}`,
      '--skip-name-resolve',
      '--character-set-server=utf8mb4',
      ...asRoot(),
    ],
    logFile: logFile ?? path.join(dir, 'mariadb.log'),
    pidFile: pidFile ?? path.join(dir, 'mariadb.pid'),
    stopGraceMs: STOP_GRACE_MS,
    onExit: (exit) => {
      if (!socket.startsWith(dir)) rmSync(path.dirname(socket), { recursive: true, force: true });
      onExit?.(exit);
    },
  });
  await untilReady(child, () => greets(port), START_TIMEOUT_MS);
  return {
    host: '127.0.0.1',
    port,
    rootUser: 'root',
    rootPassword,
    pid: child.pid,
    stop: child.stop,
    kill: child.kill,
  };
}
