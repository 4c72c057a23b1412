import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { inRoot, ROOT } from '../build/root.mjs';
import { isBuilt } from '../build/stamp.mjs';
import { withLock } from '../start/folder-lock.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { ensurePrograms } from './programs.mjs';
import { Refusal } from './refusal.mjs';

/** @typedef {(line: string) => void} Say */

/** @param {Say} say */
function ensureBuilt(say) {
  if (isBuilt(ROOT)) return;
  say('Building');
  const { status } = spawnSync(process.execPath, [inRoot('scripts/build.mjs')], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Refusal('The build failed; what it said stands above.');
}

/**
 * Gets this checkout to where it can run. What is done already costs a look only. One at a time in a checkout.
 * @param {{ programs: import('./programs.mjs').Program[], build: boolean, say: Say }} options
 * @throws {Refusal}
 */
export async function prepare({ programs, build, say }) {
  ensurePrograms(programs, say);
  mkdirSync(inRoot('.kinora'), { recursive: true, mode: 0o700 });
  const onWait = () => say('Waiting for another start that prepares this checkout');
  await withLock(inRoot('.kinora/prepare.lock'), onWait, () => {
    ensureNodeModules(ROOT, say);
    if (build) ensureBuilt(say);
  });
}
