import type { Video, VideoPage } from '@kinora/contracts';

/** What the server hands to the viewers' pages, on the server and again in the browser. */

/** Null for a visitor who is not logged in. */
export type PageUser = { name: string } | null;

export interface CataloguePageProps {
  user: PageUser;
  page: VideoPage;
  /** What was searched for; empty for the whole catalogue. */
  query: string;
}

export interface WatchPageProps {
  user: PageUser;
  /** Not playable yet only when its owner looks at it. */
  video: Video;
  owned: boolean;
  /** The description, from Markdown: safe, because the server made it so. */
  descriptionHtml: string;
}

export interface EmbedPageProps {
  video: Video;
}
