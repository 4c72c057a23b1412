import type { ReactNode } from 'react';
import { FAVICON } from './logo-svg.js';
import type { PageAssets } from './manifest.js';
import { PAGE_DATA_ID, PAGE_ROOT_ID } from './page-data.js';

export interface DocumentProps {
  title: string;
  description?: string | undefined;
  /** Open Graph properties by name, such as `og:title`. */
  openGraph?: Record<string, string> | undefined;
  assets: PageAssets;
  /** JSON, already safe inside a script element. */
  pageData: string;
  /** HTML of the page itself; it is hydrated on its own. */
  page: string;
}

export function HtmlDocument({ title, description, openGraph = {}, assets, pageData, page }: DocumentProps): ReactNode {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        {description && <meta name="description" content={description} />}
        {Object.entries(openGraph).map(([property, content]) => (
          <meta key={property} property={property} content={content} />
        ))}
        <link rel="icon" href={FAVICON} type="image/svg+xml" />
        {assets.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {assets.preloads.map((href) => (
          <link key={href} rel="modulepreload" href={href} />
        ))}
      </head>
      <body>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: React rendered it a moment ago */}
        <div id={PAGE_ROOT_ID} dangerouslySetInnerHTML={{ __html: page }} />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: JSON without a single `<` */}
        <script id={PAGE_DATA_ID} type="application/json" dangerouslySetInnerHTML={{ __html: pageData }} />
        {assets.scripts.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </body>
    </html>
  );
}
