import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@kinora/stack';
import { eventually } from '../eventually.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const READY_LINE = /Kinora is ready: (http:\S+) \(user (\S+), password (\S+)\)/;
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;

/** A Kinora that runs exactly as `npm start` runs it. */
export interface Kinora {
  origin: string;
  username: string;
  password: string;
  dataFolder: string;
  /** The process of a service, `mariadb` or `redis`. */
  pidOf(name: string): Promise<number>;
  /** Ends one of its processes as a crash does, as soon as it runs. */
  kill9(name: string): Promise<void>;
  stop(): Promise<void>;
}

interface StartOptions {
  dataFolder: string;
  env?: Record<string, string>;
}

/** Starts the stack on a free port and resolves when its last line says that it is ready. */
export async function startKinora({ dataFolder, env = {} }: StartOptions): Promise<Kinora> {
  const port = await freePort();
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', String(port), '--data', dataFolder], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [origin, username, password] = await readyLine(child);
  const pidOf = async (name: string) => {
    const pidFile = await readFile(path.join(dataFolder, 'run', `${name}.pid`), 'utf8');
    return (JSON.parse(pidFile) as { child: { pid: number } }).child.pid;
  };
  return {
    origin,
    username,
    password,
    dataFolder,
    pidOf,
    kill9: async (name) => {
      await eventually(async () => process.kill(await pidOf(name), 'SIGKILL'));
    },
    stop: () => stopProcess(child),
  };
}

function readyLine(child: ChildProcess): Promise<[string, string, string]> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${output}`)), START_TIMEOUT_MS);
    const read = (chunk: Buffer) => {
      output += chunk;
      const match = READY_LINE.exec(output);
      if (!match) return;
      clearTimeout(timer);
      resolve([match[1] ?? '', match[2] ?? '', match[3] ?? '']);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${output}`)));
  });
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(cut);
}
