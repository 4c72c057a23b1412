import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build as bundle } from 'esbuild';
import { build as buildPages } from 'vite';

/** The project's own packages go into the bundle, everything from npm stays outside. @type {import('esbuild').Plugin} */
const npmStaysOutside = {
  name: 'npm-stays-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) => {
      if (kind === 'entry-point' || name.startsWith('@kinora/')) return undefined;
      return { external: true };
    });
  },
};

/** What a page loads later, it loads in the browser: no server runs it, nor keeps what it imports in memory. @type {import('esbuild').Plugin} */
const lazyPartsStayOutside = {
  name: 'lazy-parts-stay-outside',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, importer }) =>
      kind === 'dynamic-import' && importer.endsWith('.tsx') ? { external: true } : undefined,
    );
  },
};

/** The programs of a service's threads. @param {string} source */
const threadsIn = (source) =>
  readdirSync(source, { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('-thread.js'))
    .map((file) => path.join(source, file));

/** `src/main.ts` to `dist/main.js`, and each thread to a file beside it. @param {import('./workspaces.mjs').Workspace} workspace */
export async function bundleServer({ folder }) {
  await bundle({
    entryPoints: [path.join(folder, 'src/main.ts'), ...threadsIn(path.join(folder, 'src'))],
    outdir: path.join(folder, 'dist'),
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [npmStaysOutside, lazyPartsStayOutside],
  });
}

/** `web/` to `dist/web/`, with the manifest by which the server finds the files. @param {import('./workspaces.mjs').Workspace} workspace */
export const bundlePages = ({ folder }) =>
  buildPages({ configFile: path.join(folder, 'web/vite.config.ts'), logLevel: 'warn' });
