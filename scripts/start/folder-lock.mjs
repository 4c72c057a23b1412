import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from '../../packages/stack/src/process-identity.mjs';

/** @typedef {{ pid: number, identity: string | null, about: string }} Holder */

const WAIT_POLL_MS = 250;

/** @param {string} file @returns {Holder | null} null when nobody who still runs holds it */
function holderOf(file) {
  try {
    /** @type {Holder} */
    const holder = JSON.parse(readFileSync(file, 'utf8'));
    return processIdentity(holder.pid) === holder.identity ? holder : null;
  } catch {
    return null;
  }
}

/** @param {string} file @param {string} text */
function createdAlone(file, text) {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes the lock for this process. A lock whose process is gone, even by kill -9, counts as none.
 * @param {string} file
 * @param {string} about what the next one to ask is told about this process
 * @returns {{ heldBy: Holder } | { release: () => void }}
 */
export function takeLock(file, about) {
  const mine = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid), about });
  for (;;) {
    if (createdAlone(file, mine)) return { release: () => rmSync(file, { force: true }) };
    const heldBy = holderOf(file);
    if (heldBy) return { heldBy };
    rmSync(file, { force: true });
  }
}

/**
 * Runs the work when nobody else does.
 * @param {string} file
 * @param {() => void} onWait called once when somebody else is at it
 * @param {() => Promise<void> | void} work
 */
export async function withLock(file, onWait, work) {
  let lock = takeLock(file, '');
  if ('heldBy' in lock) onWait();
  for (; 'heldBy' in lock; lock = takeLock(file, '')) await delay(WAIT_POLL_MS);
  try {
    await work();
  } finally {
    lock.release();
  }
}
