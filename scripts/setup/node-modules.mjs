import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './refusal.mjs';

/** @typedef {{ version?: string, optional?: boolean }} Locked */

/** @param {string} file @returns {Record<string, Locked>} */
const packagesIn = (file) => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).packages ?? {}) : {});

/** @param {string} root */
const stampFile = (root) => path.join(root, 'node_modules/.installed-from');

/** @param {string} root */
const lockHash = (root) =>
  createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');

/** Remembers what `node_modules` was installed from. It goes with the folder. @param {string} root */
export const markInstalled = (root) => writeFileSync(stampFile(root), lockHash(root));

/** By what npm itself writes down when it is done. @param {string} root */
function holdsWhatIsLocked(root) {
  const wanted = packagesIn(path.join(root, 'package-lock.json'));
  const present = packagesIn(path.join(root, 'node_modules/.package-lock.json'));
  /** @param {string} name */
  const matches = (name) => {
    const [want, have] = [wanted[name], present[name]];
    if (!have) return name === '' || Boolean(want?.optional);
    return want?.version === have.version;
  };
  return Object.keys(present).length > 0 && [...Object.keys(wanted), ...Object.keys(present)].every(matches);
}

/**
 * Whether `node_modules` is what `npm ci` would make of package-lock.json, be it from `npm ci` or `npm install`.
 * @param {string} root
 */
export function isInstalled(root) {
  const stamp = stampFile(root);
  return (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(root)) || holdsWhatIsLocked(root);
}

/**
 * @param {string} root
 * @param {(line: string) => void} say
 * @throws {Refusal} when npm fails, after npm has said why
 */
export function ensureNodeModules(root, say) {
  if (isInstalled(root)) return;
  say('Installing the npm packages');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0)
    throw new Refusal('npm ci failed; what it said stands above. Check the network, then run this again.');
  markInstalled(root);
}
