import type { ComponentType } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { PAGE_ROOT_ID, readPageData } from './page-data.js';
import { PageTime } from './page-time.js';

/** The pages of one web app by name. Each takes the props that its route rendered it with. */
// biome-ignore lint/suspicious/noExplicitAny: the props come as JSON from the route that rendered the same component
export type Pages = Record<string, ComponentType<any>>;

/** Brings the page that the server rendered to life. */
export function hydratePage(pages: Pages): void {
  const { page, props, nowMs } = readPageData(document);
  const Page = pages[page];
  const root = document.getElementById(PAGE_ROOT_ID);
  if (!Page || !root) throw new Error(`there is no page ${page}`);
  hydrateRoot(
    root,
    <PageTime nowMs={nowMs}>
      <Page {...(props as object)} />
    </PageTime>,
  );
}
