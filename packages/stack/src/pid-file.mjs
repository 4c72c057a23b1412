import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity } from './process-identity.mjs';

/** @typedef {{ pid: number, identity: string | null }} Known identity: null of a process that had ended already */
/** @typedef {{ child: Known, parent: Known }} PidFile */

/** A server that writes its data out may need this long. */
const STALE_GRACE_MS = 30_000;
const POLL_MS = 20;

/** @param {Known} known */
const runs = ({ pid, identity }) => identity !== null && processIdentity(pid) === identity;

/**
 * @param {string} file
 * @returns {PidFile | null} null also for a file that somebody else writes, such as MariaDB its own
 */
function read(file) {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8'));
    return content.child && content.parent ? content : null;
  } catch {
    return null;
  }
}

/**
 * Remembers which process runs, and for whom.
 * @param {string} file
 * @param {number} pid
 */
export function writePidFile(file, pid) {
  /** @param {number} of */
  const known = (of) => ({ pid: of, identity: processIdentity(of) });
  writeFileSync(`${file}.new`, JSON.stringify({ child: known(pid), parent: known(process.pid) }));
  renameSync(`${file}.new`, file);
}

/**
 * Ends the process that a parent which is gone has left behind.
 * @param {string} file
 * @throws {Error} when the file belongs to another process that is still there: also while its child has just died, since it may write
 * the file anew at any moment
 */
export async function endLeftover(file) {
  const known = read(file);
  if (!known) return;
  const { child, parent } = known;
  if (runs(parent) && (parent.pid !== process.pid || runs(child))) {
    throw new Error(`${file}: process ${child.pid} belongs to process ${parent.pid}, which still runs`);
  }
  if (runs(child)) await end(child);
  rmSync(file, { force: true });
}

/** @param {Known} known */
async function end(known) {
  process.kill(known.pid, 'SIGTERM');
  for (let waited = 0; runs(known) && waited < STALE_GRACE_MS; waited += POLL_MS) await delay(POLL_MS);
  if (runs(known)) killGroup(known.pid);
}

/**
 * Ends what a process has left in its group: children such as ffmpeg do not outlive it.
 * @param {number} pid the leader of the group
 */
export function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
