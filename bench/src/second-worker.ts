import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@kinora/stack';
import type { Kinora } from '@kinora/testing/running';
import { commandOf, environmentOf } from './process-facts.js';

const POLL_MS = 50;
const START_TIMEOUT_MS = 30_000;

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
  const [command = '', ...args] = await commandOf(pid);
  const port = await freePort();
  const env = { ...(await environmentOf(pid)), PORT: String(port) };
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
