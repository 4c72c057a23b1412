import { readFileSync, writeFileSync } from 'node:fs';

/**
 * A secret that is made up once and found again at every later start. Only its owner may read the file.
 * @param {string} file
 * @param {() => string} make
 * @returns {string}
 */
export function keptSecret(file, make) {
  try {
    writeFileSync(file, make(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
