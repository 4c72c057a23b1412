import { spawnSync } from 'node:child_process';
import { findProgram } from '../../packages/stack/src/program.mjs';
import { inRoot } from '../build/root.mjs';
import { Refusal } from './refusal.mjs';

/**
 * @typedef {object} Program
 * @property {string[]} anyOf one of these has to be there
 * @property {string} debian the package in Debian and Ubuntu
 * @property {string} [homebrew] absent where Homebrew has none
 */

/** @type {Program[]} */
export const PROGRAMS_TO_RUN = [
  { anyOf: ['ffmpeg'], debian: 'ffmpeg', homebrew: 'ffmpeg' },
  { anyOf: ['ffprobe'], debian: 'ffmpeg', homebrew: 'ffmpeg' },
  { anyOf: ['mariadbd'], debian: 'mariadb-server-core', homebrew: 'mariadb' },
  { anyOf: ['my_print_defaults'], debian: 'mariadb-client-core', homebrew: 'mariadb' },
  { anyOf: ['redis-server', 'valkey-server'], debian: 'redis-server', homebrew: 'valkey' },
];

/** @type {Program[]} */
export const PROGRAMS_TO_TEST = [
  ...PROGRAMS_TO_RUN,
  { anyOf: ['chromium'], debian: 'chromium', homebrew: 'chromium' },
  { anyOf: ['mpv'], debian: 'mpv', homebrew: 'mpv' },
  ...['proxy', 'account', 'container', 'object'].map((part) => ({
    anyOf: [`swift-${part}-server`],
    debian: `swift-${part}`,
  })),
];

/** @param {Program[]} programs @param {typeof findProgram} find */
export const missingPrograms = (programs, find = findProgram) => programs.filter(({ anyOf }) => !find(...anyOf));

/** @param {string[]} values */
const unique = (values) => [...new Set(values)];

/** How this user becomes root without being asked, or null. */
function rootCommand() {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  return sudo && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? [sudo, '-n'] : null;
}

/** @param {Program[]} missing @returns {string} */
export function adviceFor(missing, hasApt = Boolean(findProgram('apt-get'))) {
  const names = unique(missing.map(({ anyOf }) => anyOf.join(' or '))).join(', ');
  const command = hasApt
    ? `sudo apt-get install -y --no-install-recommends ${unique(missing.map(({ debian }) => debian)).join(' ')}`
    : `brew install ${unique(missing.flatMap(({ homebrew }) => homebrew ?? [])).join(' ')}`;
  return `Kinora needs programs that are not installed: ${names}.\nInstall them, then run this again:\n  ${command}`;
}

/**
 * Installs what is missing, where apt is there and may be used without a question.
 * @param {Program[]} programs
 * @param {(line: string) => void} say
 * @throws {Refusal} naming what to install by hand
 */
export function ensurePrograms(programs, say) {
  const missing = missingPrograms(programs);
  if (missing.length === 0) return;
  const asRoot = findProgram('apt-get') ? rootCommand() : null;
  if (!asRoot) throw new Refusal(adviceFor(missing));
  const packages = unique(missing.map(({ debian }) => debian));
  say(`Installing ${packages.join(', ')} with apt; the first time this takes a minute or two`);
  const [command = '', ...args] = [...asRoot, 'sh', inRoot('scripts/setup/apt-install.sh'), ...packages];
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  const still = missingPrograms(programs);
  if (status === 0 && still.length === 0) return;
  throw new Refusal(`${`${stdout}${stderr}`.slice(-3000)}\napt could not install everything. ${adviceFor(still)}`);
}
