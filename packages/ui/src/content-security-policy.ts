import { ERROR_PAGE_STYLE_HASH } from './error-page.js';

export interface PolicyOptions {
  /** Who may show the page in a frame, such as `*` for the embed page. */
  frameAncestors?: string;
  /** Vite's server, in development only: it injects style elements and reloads through a web socket. */
  devServerUrl?: string | undefined;
}

/**
 * The value of Content-Security-Policy for every page of Kinora. `blob:` is what hls.js plays from (Media Source Extensions) and
 * runs its worker from; the hash lets the error page bring its own style.
 */
export function contentSecurityPolicy({ frameAncestors = "'self'", devServerUrl }: PolicyOptions = {}): string {
  const dev = devServerUrl ? new URL(devServerUrl) : undefined;
  const from = dev ? ` ${dev.origin}` : '';
  return [
    `default-src 'self'${from}`,
    `script-src 'self'${from}`,
    dev ? `style-src 'self'${from} 'unsafe-inline'` : `style-src 'self' ${ERROR_PAGE_STYLE_HASH}`,
    `connect-src 'self'${from}${dev ? ` ws://${dev.host}` : ''}`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}
