import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from './free-port.mjs';
import { startMariaDb } from './mariadb.mjs';
import { startRedis } from './redis.mjs';
import { s3Request } from './s3-request.mjs';
import { startSwift } from './swift.mjs';

/** @type {string} */
let dir;
/** @type {{ stop(): Promise<void> }[]} */
let running = [];
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'kinora-stack-'));
});
afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  running = [];
  await rm(dir, { recursive: true, force: true });
});

/** @template {{ stop(): Promise<void> }} Server @param {Promise<Server>} starting */
async function started(starting) {
  const server = await starting;
  running.push(server);
  return server;
}

/** @param {number} port @param {string} lines @returns {Promise<string>} */
const talk = (port, lines) =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(lines));
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
  });

describe('startMariaDb', () => {
  /** @param {import('./mariadb.mjs').MariaDb} server @param {string} sql */
  async function query({ host, port, rootUser, rootPassword }, sql) {
    const connection = await createConnection({ host, port, user: rootUser, password: rootPassword });
    const [rows] = await connection.query(sql);
    await connection.end();
    return rows;
  }

  it('finds its data and password again, also after a crash, and where paths are long', async () => {
    const long = path.join(dir, 'x'.repeat(120));
    const first = await started(startMariaDb({ dir: long }));
    await query(first, 'CREATE DATABASE kept');
    await first.kill();
    const second = await started(startMariaDb({ dir: long }));
    expect(second.rootPassword).toBe(first.rootPassword);
    expect(await query(second, "SHOW DATABASES LIKE 'kept'")).toHaveLength(1);
    expect((await stat(path.join(long, 'root-password'))).mode & 0o777).toBe(0o600);
    await expect(query({ ...second, rootPassword: '' }, 'SELECT 1')).rejects.toThrow(/Access denied/);
  });

  it('takes the port that it is given', async () => {
    const port = await freePort();
    expect((await started(startMariaDb({ dir, port }))).port).toBe(port);
  });
});

describe('startRedis', () => {
  it('wants the password, and keeps data over a crash', async () => {
    const first = await started(startRedis({ dir }));
    const password = new URL(first.url).password;
    expect(await talk(first.port, 'PING\r\n')).toContain('NOAUTH');
    // Data are on the disk after at most one second, or at once when a rewrite of the log asks for it.
    expect(await talk(first.port, `AUTH ${password}\r\nCONFIG SET appendfsync always\r\nSET a kept\r\n`)).toContain(
      'OK',
    );
    await first.kill();
    const second = await started(startRedis({ dir }));
    expect(await talk(second.port, `AUTH ${password}\r\nGET a\r\n`)).toContain('kept');
  });
});

describe('startSwift', () => {
  it('makes the bucket, and refuses a wrong key', async () => {
    const swift = await started(startSwift({ dir, bucket: 'media' }));
    expect((await s3Request(swift, 'HEAD', '/media')).status).toBe(200);
    expect((await s3Request({ ...swift, secretAccessKey: 'wrong' }, 'HEAD', '/media')).status).toBe(403);
  });
});
