import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { outputsOf, runnableWorkspaces } from './workspaces.mjs';

const SOURCES = [
  'packages',
  'services',
  'database',
  'scripts/build',
  'scripts/build.mjs',
  'package-lock.json',
  'tsconfig.json',
];
const NOT_SOURCES = new Set(['dist', 'node_modules']);

/** @param {string} entry @returns {string[]} the files under it, in a fixed order */
function filesUnder(entry) {
  if (!statSync(entry).isDirectory()) return [entry];
  return readdirSync(entry)
    .filter((name) => !NOT_SOURCES.has(name) && !/\.test\.\w+$/.test(name))
    .sort()
    .flatMap((name) => filesUnder(path.join(entry, name)));
}

/** A hash over everything the build reads. @param {string} root */
export function sourceHash(root) {
  const hash = createHash('sha256').update(process.version.split('.')[0] ?? '');
  for (const file of SOURCES.flatMap((source) => filesUnder(path.join(root, source)))) {
    hash.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** @param {string} root */
const stampFile = (root) => path.join(root, '.kinora/build-stamp');

/** Whether the last build was made from exactly these sources and is still there. @param {string} root */
export function isBuilt(root) {
  const file = stampFile(root);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== sourceHash(root)) return false;
  return runnableWorkspaces(root).flatMap(outputsOf).every(existsSync);
}

/** @param {string} root @param {string} hash of the sources as they were when the build began */
export function markBuilt(root, hash) {
  mkdirSync(path.dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), hash);
}
