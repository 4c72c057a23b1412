import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { findProgram, freePort } from '@kinora/stack';
import { eventually, tempFolder } from '@kinora/testing';
import { expect, onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const TSX = ['--import', import.meta.resolve('tsx')];

const token = () => randomBytes(24).toString('hex');
export const UPLOAD_TOKEN = token();
const settings = {
  HOST: '127.0.0.1',
  FILE_TOKEN_UPLOAD_WEBAPP: UPLOAD_TOKEN,
  FILE_TOKEN_TRANSCODER: token(),
  FILE_TOKEN_STREAMING_WEBAPP: token(),
  FILE_TOKEN_GATEWAY: token(),
};

/** A limit on the size of a file is what a full disk can be had for without being root. */
export const limitFileSize = (sizeBytes: number): string[] => [
  findProgram('prlimit') ?? 'prlimit',
  `--fsize=${sizeBytes}`,
];

/** Runs the program itself, perhaps under another one that limits it. */
export function run(env: Record<string, string>, limiter: string[] = []) {
  const [command = '', ...args] = [...limiter, process.execPath, ...TSX, MAIN];
  const child = spawn(command, args, { env: { PATH: process.env.PATH, ...settings, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const kill = () => {
    child.kill('SIGKILL');
    return exit;
  };
  return { child, exit, kill, output: () => output };
}

/** The same over a local folder, once it answers. `headers` are those of upload-webapp. */
export async function runReady(env: Record<string, string> = {}, limiter: string[] = []) {
  const port = await freePort();
  const root = env.FILE_STORE_DIR ?? (await tempFolder());
  const program = run({ PORT: String(port), FILE_STORE_DIR: root, ...env }, limiter);
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), { timeoutMs: 20_000 });
  return { ...program, port, url, root, headers: { authorization: `Bearer ${UPLOAD_TOKEN}` } };
}
