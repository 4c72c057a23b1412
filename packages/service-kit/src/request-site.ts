import type { IncomingHttpHeaders } from 'node:http';

/** Where a request comes from, seen from this site. `none`: typed by the person; `unknown`: the client is no browser. */
export type RequestSite = 'same-origin' | 'same-site' | 'cross-site' | 'none' | 'unknown';

const KNOWN = new Set<string>(['same-origin', 'same-site', 'cross-site', 'none']);

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

/**
 * Browsers say it in `Sec-Fetch-Site` (W3C Fetch Metadata), but only to sites with TLS and to localhost; elsewhere `Origin` is
 * compared with the host that was asked for. An origin that is hidden (`null`) counts as another site.
 */
export function requestSite(headers: IncomingHttpHeaders): RequestSite {
  const stated = headers['sec-fetch-site'];
  if (typeof stated === 'string' && KNOWN.has(stated)) return stated as RequestSite;
  if (headers.origin === undefined) return 'unknown';
  const host = headers['x-forwarded-host'] ?? headers.host;
  return hostOf(headers.origin) === String(host).toLowerCase() ? 'same-origin' : 'cross-site';
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** True for the methods that may change something (RFC 9110 section 9.2.1). */
export const changesState = (method: string | undefined): boolean => !SAFE_METHODS.has(method ?? 'GET');
