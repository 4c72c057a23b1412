import path from 'node:path';
import { freePort } from '../../packages/stack/src/free-port.mjs';
import { runnableWorkspaces } from '../build/workspaces.mjs';

/** @typedef {{ name: string, url: string, part: import('./supervisor.mjs').Part }} PageServer */

const HOST = '127.0.0.1';

/** @param {import('../build/workspaces.mjs').Workspace} workspace @param {number} port */
async function listen({ folder }, port) {
  const { createServer } = await import('vite');
  const server = await createServer({
    configFile: path.join(folder, 'web/vite.config.ts'),
    server: { host: HOST, port, strictPort: true },
    cacheDir: path.join(folder, 'node_modules/.vite'),
    logLevel: 'warn',
  });
  await server.listen();
  const close = () => server.close();
  return { stop: close, kill: close };
}

/**
 * Vite's own server for each service with pages: the browser loads modules from it and hears of each save.
 * @param {string} root
 * @returns {Promise<PageServer[]>}
 */
export const pageServers = (root) =>
  Promise.all(
    runnableWorkspaces(root)
      .filter((workspace) => workspace.hasPages)
      .map(async (workspace) => {
        const port = await freePort();
        const part = { name: `${workspace.name} pages`, launch: () => listen(workspace, port) };
        return { name: workspace.name, url: `http://${HOST}:${port}`, part };
      }),
  );
