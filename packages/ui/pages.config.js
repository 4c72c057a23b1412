import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const REFRESH_MODULE = '/@kinora/react-refresh';

/**
 * What plugin-react puts into index.html as an inline script: the server renders the page here, and its policy allows none.
 * @type {import('vite').Plugin}
 */
const reactRefresh = {
  name: 'kinora:react-refresh',
  apply: 'serve',
  resolveId: (id) => (id === REFRESH_MODULE ? id : undefined),
  load: (id) => (id === REFRESH_MODULE ? react.preambleCode.replaceAll('__BASE__', '/') : undefined),
};

/**
 * The Vite configuration of one service's pages, for `web/vite.config.ts`. Plain JavaScript, because Node itself loads it.
 * @param {string} configUrl `import.meta.url` of that file
 * @param {string} base where the gateway routes the built files
 */
export const pagesConfig = (configUrl, base) =>
  defineConfig(({ command }) => ({
    root: fileURLToPath(new URL('..', configUrl)),
    base: command === 'build' ? base : '/',
    publicDir: false,
    plugins: [reactRefresh, react(), tailwindcss()],
    server: { strictPort: true },
    build: {
      outDir: 'dist/web',
      emptyOutDir: true,
      assetsDir: '',
      manifest: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      // kB; hls.js and media-chrome come to this much, and load only where a video is watched.
      chunkSizeWarningLimit: 900,
      rolldownOptions: { input: 'web/client.tsx' },
    },
  }));
