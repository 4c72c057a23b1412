import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DatabaseConfig } from '@kinora/database';
import { type Child, freePort, startNode, untilReady } from '@kinora/stack';
import { tempFolder } from '@kinora/testing';
import { TRANSCODER_FILE_TOKEN, TRANSCODER_TOKEN } from './studio.js';

const run = promisify(execFile);
const TRANSCODER = fileURLToPath(new URL('../../../transcoder/src/main.ts', import.meta.url));
const START_TIMEOUT_MS = 60_000;

interface TranscoderOptions {
  database: DatabaseConfig;
  redisUrl: string;
  fileServiceUrl: string;
}

/** The real transcoder, beside a studio. */
export async function startTranscoder(options: TranscoderOptions): Promise<Child & { url: string }> {
  const [folder, port] = [await tempFolder(), await freePort()];
  const { database, redisUrl, fileServiceUrl } = options;
  const given = {
    ...{ PATH: process.env.PATH, HOST: '127.0.0.1', PORT: port, ...database, REDIS_URL: redisUrl },
    ...{ FILE_SVC_URL: fileServiceUrl, FILE_TOKEN: TRANSCODER_FILE_TOKEN, TRANSCODER_TOKEN, SCRATCH_DIR: folder },
    RECONCILE_INTERVAL_MS: 300,
  };
  const child = await startNode({
    name: 'transcoder',
    entry: TRANSCODER,
    nodeArgs: ['--import', 'tsx'],
    env: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])),
    logFile: path.join(folder, 'transcoder.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await untilReady(child, answers, START_TIMEOUT_MS);
  return Object.assign(child, { url });
}

/** What ffmpeg draws, as a file of the format that the name says. @returns its path */
export async function draw(name: string, graph: string, options: string[] = []): Promise<string> {
  const file = path.join(await tempFolder(), name);
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', graph, ...options, file]);
  return file;
}
