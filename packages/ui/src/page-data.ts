/** What the server rendered a page from; the browser hydrates from the very same. */
export interface PageData {
  page: string;
  props: unknown;
  /** Milliseconds since 1970: "3 minutes ago" must read the same on both sides. */
  nowMs: number;
}

export const PAGE_DATA_ID = 'page-data';
export const PAGE_ROOT_ID = 'page';

/**
 * JSON that is safe inside a script element: without `<` it can neither close the element nor open a comment
 * (HTML, "Restrictions for contents of script elements").
 */
export const serializePageData = (data: PageData): string => JSON.stringify(data).replaceAll('<', '\\u003c');

export function readPageData(document: Document): PageData {
  const text = document.getElementById(PAGE_DATA_ID)?.textContent;
  if (!text) throw new Error('this page carries no data');
  return JSON.parse(text) as PageData;
}
