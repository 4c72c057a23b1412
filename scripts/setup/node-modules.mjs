import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './refusal.mjs';

/** @typedef {{ version?: string, optional?: boolean }} Locked */

/** @param {string} file @returns {Record<string, Locked>} */
const packagesIn = (file) => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).packages ?? {}) : {});

/**
 * Whether `node_modules` holds exactly what package-lock.json asks for. npm writes down what it installed when it is done.
 * @param {string} root
 */
export function isInstalled(root) {
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
}
