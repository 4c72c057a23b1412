import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { endLeftovers } from '../../packages/stack/src/leftovers.mjs';
import { Refusal } from '../setup/refusal.mjs';
import { takeLock } from './folder-lock.mjs';

const LOG_FILE = /\.log$/;

/** The logs of the last start are kept beside the new ones. @param {string} folder */
function setLogsAside(folder) {
  for (const name of readdirSync(folder).filter((file) => LOG_FILE.test(file))) {
    renameSync(path.join(folder, name), path.join(folder, `${name}.previous`));
  }
}

/**
 * Runs the work with a data folder that is this process's alone.
 * @param {string} dataDir
 * @param {string} address where this start will answer
 * @param {() => Promise<void>} work
 * @throws {Refusal} when another start uses the folder
 */
export async function withDataFolder(dataDir, address, work) {
  const lock = await takeDataFolder(dataDir, address);
  try {
    await work();
  } finally {
    lock.release();
  }
}

/**
 * Takes a data folder for this process alone, and ends what a start that was killed has left running in it.
 * @param {string} dataDir
 * @param {string} address where this start will answer
 * @throws {Refusal} when another start uses the folder
 */
async function takeDataFolder(dataDir, address) {
  for (const folder of ['.', 'logs', 'run']) mkdirSync(path.join(dataDir, folder), { recursive: true, mode: 0o700 });
  const lock = takeLock(path.join(dataDir, 'lock'), address);
  if ('heldBy' in lock) {
    const { pid, about } = lock.heldBy;
    throw new Refusal(
      `Kinora already runs with the data in ${dataDir}: ${about} (process ${pid}).\n` +
        'Stop it first, or start another one with --port and --data.',
    );
  }
  await endLeftovers(path.join(dataDir, 'run'));
  setLogsAside(path.join(dataDir, 'logs'));
  return lock;
}
