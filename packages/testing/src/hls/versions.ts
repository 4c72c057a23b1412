import assert from 'node:assert/strict';

/** What a playlist may hold from which version on (RFC 8216 section 7, and Apple's specification of what came later). */
const NEEDED: [version: number, feature: RegExp][] = [
  [2, /^#EXT-X-KEY:.*IV=/m],
  [3, /^#EXTINF:\d+\.\d/m],
  [4, /^#EXT-X-(BYTERANGE|I-FRAMES-ONLY)/m],
  [5, /^#EXT-X-MAP:/m],
  [6, /^(?![\s\S]*#EXT-X-I-FRAMES-ONLY)[\s\S]*^#EXT-X-MAP:/m],
  [7, /^#EXT-X-MEDIA:.*INSTREAM-ID="SERVICE/m],
  [8, /^#EXT-X-DEFINE:/m],
  [9, /^#EXT-X-SKIP:/m],
];
/** Of a CMAF stream. Players refuse playlists of a later version than they know. */
const MAX_VERSION = 7;

/** Holds EXT-X-VERSION to what the playlist makes use of. */
export function checkVersion(text: string, url: string): void {
  const declared = [...text.matchAll(/^#EXT-X-VERSION:(\d+)$/gm)].map(([, version]) => Number(version));
  assert.equal(declared.length, 1, `${url}: EXT-X-VERSION stands there once`);
  const needed = Math.max(1, ...NEEDED.flatMap(([version, feature]) => (feature.test(text) ? [version] : [])));
  const [version = 0] = declared;
  assert.ok(version >= needed, `${url}: EXT-X-VERSION ${version} knows not all that is used; ${needed} does`);
  assert.ok(version <= Math.max(MAX_VERSION, needed), `${url}: EXT-X-VERSION ${version} is later than needed`);
}
