import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild, untilReady } from '../../packages/stack/src/child.mjs';
import { ROOT } from '../build/root.mjs';

/** @typedef {import('../../packages/stack/src/child.mjs').Child} Child */
/** @typedef {import('./supervisor.mjs').Part} Part */
/** @typedef {{ entry: string, nodeArgs: string[] }} Program how to run one of our own */
/** @typedef {{ name: string, env: Record<string, string> }} ProcessPlan */

const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 50;
const PROBE_TIMEOUT_MS = 3_000;
/** Longer than a service gives its running requests to end. */
const STOP_GRACE_MS = 12_000;

/** @param {string} dataDir @param {string} name */
export const watchedFiles = (dataDir, name) => ({
  logFile: path.join(dataDir, 'logs', `${name}.log`),
  pidFile: path.join(dataDir, 'run', `${name}.pid`),
});

/** @param {number} port */
async function isReady(port) {
  await delay(POLL_MS);
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * One of our own processes.
 * @param {string} dataDir
 * @param {Program} program
 * @param {ProcessPlan} plan
 * @param {(child: Child) => Promise<void>} ready
 * @returns {Part}
 */
function nodePart(dataDir, { entry, nodeArgs }, { name, env }, ready) {
  /** @type {Child | undefined} */
  let child;
  return {
    name,
    async launch(onExit) {
      const options = { name, command: process.execPath, args: [...nodeArgs, entry], cwd: ROOT, env, onExit };
      child = await startChild({ ...options, ...watchedFiles(dataDir, name), stopGraceMs: STOP_GRACE_MS });
      return child;
    },
    ready: async () => child && ready(child),
  };
}

/**
 * A service. It is up when it says that everything it depends on answers.
 * @param {string} dataDir
 * @param {Program} program
 * @param {ProcessPlan & { port: number }} plan
 */
export const servicePart = (dataDir, program, plan) =>
  nodePart(dataDir, program, plan, (child) => untilReady(child, () => isReady(plan.port), READY_TIMEOUT_MS));

/**
 * A step that has to end well before the next ones begin.
 * @param {string} dataDir
 * @param {Program} program
 * @param {ProcessPlan} plan
 */
export const stepPart = (dataDir, program, plan) =>
  nodePart(dataDir, program, plan, async (child) => {
    while (!child.exit()) await delay(POLL_MS);
    if (child.exit()?.code !== 0) await untilReady(child, async () => false, 0);
  });
