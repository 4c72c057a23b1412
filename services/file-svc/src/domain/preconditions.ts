const ENTITY_TAG = /(?:W\/)?"[^"]*"/g;

const opaque = (tag: string): string => tag.replace(/^W\//, '');

/** True when the client has this state already (RFC 9110 section 13.1.2, weak comparison). */
export function matchesNone(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return true;
  if (ifNoneMatch.trim() === '*') return false;
  const tags = ifNoneMatch.match(ENTITY_TAG) ?? [];
  return !tags.some((tag) => opaque(tag) === opaque(etag));
}

/**
 * True when a Range header counts (RFC 9110 section 13.1.5, strong comparison). A date never matches: we send none.
 */
export const rangeStillValid = (ifRange: string | undefined, etag: string): boolean =>
  ifRange === undefined || (ifRange === etag && !etag.startsWith('W/'));
