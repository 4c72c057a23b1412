import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startChild, untilReady } from './child.mjs';
import { freePort } from './free-port.mjs';
import { s3Request } from './s3-request.mjs';
import { keptSecret } from './secret-file.mjs';
import { RUN_SERVER_PY, SWIFT_ACCESS_KEY_ID, SYSTEM_PYTHON, writeSwiftFiles } from './swift-files.mjs';

/**
 * @typedef {object} Swift
 * @property {string} endpoint
 * @property {string} region
 * @property {string} accessKeyId
 * @property {string} secretAccessKey
 * @property {string} bucket
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill
 */

const REGION = 'us-east-1';
const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 3_000;

/** @typedef {'object' | 'container' | 'account' | 'proxy'} Kind */

/** @param {string} dir @param {Kind} kind */
const startServer = (dir, kind) =>
  startChild({
    name: `swift ${kind} server`,
    command: SYSTEM_PYTHON,
    args: ['-c', RUN_SERVER_PY, path.join(dir, 'etc'), kind],
    logFile: path.join(dir, `${kind}.log`),
    pidFile: path.join(dir, `${kind}.pid`),
    stopGraceMs: STOP_GRACE_MS,
  });

/**
 * A real S3 server for tests: OpenStack Swift with its S3 API, on 127.0.0.1. The bucket is made when it is not there.
 * @param {{ dir: string, bucket?: string, port?: number }} options `dir` on a file system with extended attributes
 * @returns {Promise<Swift>}
 */
export async function startSwift({ dir, bucket = 'kinora', port }) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const secretAccessKey = keptSecret(path.join(dir, 'secret-key'), () => randomBytes(24).toString('hex'));
  const ports = {
    object: await freePort(),
    container: await freePort(),
    account: await freePort(),
    proxy: port ?? (await freePort()),
  };
  writeSwiftFiles({ dir, ports, region: REGION, secretAccessKey });
  const kinds = /** @type {const} */ (['proxy', 'object', 'container', 'account']);
  const servers = await Promise.all(kinds.map((kind) => startServer(dir, kind)));
  const access = {
    endpoint: `http://127.0.0.1:${ports.proxy}`,
    region: REGION,
    accessKeyId: SWIFT_ACCESS_KEY_ID,
    secretAccessKey,
  };
  const stop = async () => void (await Promise.all(servers.map((server) => server.stop())));
  const kill = async () => void (await Promise.all(servers.map((server) => server.kill())));
  /** BucketAlreadyOwnedByYou is a 409. */
  const bucketIsThere = () =>
    s3Request(access, 'PUT', `/${bucket}`).then(
      ({ status }) => status === 200 || status === 409,
      () => false,
    );
  try {
    await Promise.all(servers.map((server) => untilReady(server, bucketIsThere, START_TIMEOUT_MS)));
  } catch (error) {
    await kill();
    throw error;
  }
  return { ...access, bucket, stop, kill };
}
