import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { endLeftover } from './pid-file.mjs';

/**
 * Ends every process that a parent which is gone has left behind in a folder, at any depth.
 * @param {string} folder
 * @returns {Promise<boolean>} false when somebody still uses the folder
 */
export async function endLeftovers(folder) {
  const files = await readdir(folder, { recursive: true });
  const pidFiles = files.filter((file) => file.endsWith('.pid')).map((file) => path.join(folder, file));
  const results = await Promise.allSettled(pidFiles.map(endLeftover));
  return results.every((result) => result.status === 'fulfilled');
}
