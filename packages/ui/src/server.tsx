import compression from 'compression';
import express, { type RequestHandler, Router } from 'express';
import type { ReactElement } from 'react';
import { renderToStaticMarkup, renderToString } from 'react-dom/server';
import { HtmlDocument } from './document.js';
import { assetsFromDevServer, assetsFromManifest, folderPath, readManifest } from './manifest.js';
import { serializePageData } from './page-data.js';
import { PageTime } from './page-time.js';

export { ERROR_PAGE_STYLE_HASH, renderErrorPage } from './error-page.js';

export interface PageRendererOptions {
  /** Folder that Vite built into: `dist/web`. */
  webDir: URL | string;
  /** Key of the entry in Vite's manifest: its path in the service's folder. */
  entry?: string;
  /** Where the gateway routes this service's assets, such as `/assets/`. */
  base: string;
  /** Vite's own server (development, and tests that need no assets): nothing has to be built then. */
  devServerUrl?: string | undefined;
}

export interface PageToRender {
  title: string;
  description?: string;
  /** Open Graph properties by name, such as `og:title`. */
  openGraph?: Record<string, string>;
  /** The page's name in `web/client.tsx`. */
  page: string;
  element: ReactElement;
  /** The props of `element`: JSON, visible to whoever reads the page. */
  props: unknown;
}

export interface PageRenderer {
  /** For the policy of the pages: in development they load from there. */
  devServerUrl: string | undefined;
  /** The whole document. Text in it is escaped; no inline script or style. */
  render(page: PageToRender): string;
  /** Serves what Vite built, compressed, below `base`: `app.use(pages.assets())`. File names carry a hash and never change. */
  assets(): RequestHandler;
}

/** One page as HTML from its React element, with what the browser needs to bring it to life. */
export function createPageRenderer(options: PageRendererOptions): PageRenderer {
  const { base, entry = 'web/client.tsx', devServerUrl } = options;
  const webDir = folderPath(options.webDir);
  const assets = devServerUrl
    ? assetsFromDevServer(devServerUrl, entry)
    : assetsFromManifest(readManifest(webDir), entry, base);

  return {
    devServerUrl,
    render: ({ page, element, props, ...head }) => {
      const nowMs = Date.now();
      const html = renderToString(<PageTime nowMs={nowMs}>{element}</PageTime>);
      const pageData = serializePageData({ page, props, nowMs });
      return `<!doctype html>${renderToStaticMarkup(<HtmlDocument {...head} assets={assets} pageData={pageData} page={html} />)}`;
    },
    assets: () =>
      Router().use(base, compression(), express.static(webDir, { immutable: true, maxAge: '365d', index: false })),
  };
}
