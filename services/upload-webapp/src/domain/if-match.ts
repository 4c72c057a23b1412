/** The versions that an `If-Match` header allows: all of them without the header, and for `*` (RFC 9110 section 13.1.1). */
export type AllowedVersions = 'any' | number[];

export const etagOf = (version: number): string => `"${version}"`;

/** Whether an `If-Match` header lets a change happen to what has this tag. Tags compare as strong ones (RFC 9110 section 13.1.1). */
export const isAllowed = (ifMatch: string | undefined, etag: string): boolean =>
  ifMatch === undefined || ifMatch.trim() === '*' || ifMatch.split(',').some((tag) => tag.trim() === etag);

/** Tags compare as strong ones: a weak tag, and one that was never given out, allows nothing. */
export function allowedVersions(ifMatch: string | undefined): AllowedVersions {
  if (ifMatch === undefined || ifMatch.trim() === '*') return 'any';
  return ifMatch
    .split(',')
    .map((tag) => /^"(\d{1,9})"$/.exec(tag.trim())?.[1])
    .filter((version) => version !== undefined)
    .map(Number);
}
