import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@kinora/stack';
import type { Kinora } from '@kinora/testing/running';

const POLL_MS = 50;
const START_TIMEOUT_MS = 30_000;

/** The words between zero bytes (proc(5)). */
const words = async (file: string): Promise<string[]> =>
  (await readFile(file, 'utf8')).split('\0').filter((word) => word !== '');

async function untilReady(port: number): Promise<void> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; ; await delay(POLL_MS)) {
    const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (Date.now() > deadline) throw new Error('the second worker is not ready in time');
  }
}

/** Starts one more transcoder as the first was started, on another port. */
export async function startSecondWorker(kinora: Kinora): Promise<{ pid: number; stop(): Promise<void> }> {
  const pid = await kinora.pidOf('transcoder');
  const [command = '', ...args] = await words(`/proc/${pid}/cmdline`);
  const variables = (await words(`/proc/${pid}/environ`)).map((line) => line.split(/=(.*)/s).slice(0, 2));
  const port = await freePort();
  const env = { ...Object.fromEntries(variables), PORT: String(port) };
  const child = spawn(command, args, { env, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  await untilReady(port).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { pid: child.pid as number, stop };
}
