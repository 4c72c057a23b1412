import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Where servers are installed although a normal user's PATH does not name it. */
const MORE_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/usr/bin', '/opt/homebrew/bin'];

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of the first of these programs that is installed.
 * @param {string[]} names
 * @returns {string | undefined}
 */
export function findProgram(...names) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter).filter(Boolean), ...MORE_FOLDERS];
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
}

/**
 * @param {string[]} names
 * @returns {string}
 * @throws {Error} naming what is not installed
 */
export function requireProgram(...names) {
  const found = findProgram(...names);
  if (!found) throw new Error(`${names.join(' or ')} is not installed`);
  return found;
}
