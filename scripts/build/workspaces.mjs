import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Workspace
 * @property {string} name such as `gateway` or `database`
 * @property {string} folder absolute
 * @property {boolean} hasPages whether Vite builds `web/` into `dist/web/`
 */

/**
 * Everything that runs as a process: each service and the migration step.
 * @param {string} root folder of the checkout
 * @returns {Workspace[]}
 */
export function runnableWorkspaces(root) {
  const services = path.join(root, 'services');
  const folders = [...readdirSync(services).map((name) => path.join(services, name)), path.join(root, 'database')];
  return folders
    .filter((folder) => existsSync(path.join(folder, 'src/main.ts')))
    .map((folder) => ({
      name: path.basename(folder),
      folder,
      hasPages: existsSync(path.join(folder, 'web/vite.config.ts')),
    }));
}

/** The files whose presence says that a workspace was built. @param {Workspace} workspace */
export const outputsOf = ({ folder, hasPages }) => [
  path.join(folder, 'dist/main.js'),
  ...(hasPages ? [path.join(folder, 'dist/web/.vite/manifest.json')] : []),
];
