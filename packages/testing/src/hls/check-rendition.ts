import assert from 'node:assert/strict';
import type { LoadedRendition } from './load-rendition.js';
import { startOf } from './measure.js';
import { decodeWhole } from './probe-rendition.js';

/** More than a frame of the slowest video that is made, less than anyone notices. */
const CUT_TOLERANCE_SECONDS = 0.11;
const MIN_VERSION = 7;

function checkTags({ url, text, playlist }: LoadedRendition): void {
  assert.ok((playlist.version ?? 1) >= MIN_VERSION, `${url}: EXT-X-VERSION is at least ${MIN_VERSION}`);
  assert.equal(playlist.playlistType, 'VOD', `${url}: EXT-X-PLAYLIST-TYPE`);
  assert.ok(playlist.endlist, `${url}: EXT-X-ENDLIST`);
  assert.ok(text.includes('#EXT-X-INDEPENDENT-SEGMENTS\n'), `${url}: EXT-X-INDEPENDENT-SEGMENTS`);
}

/** RFC 8216 section 4.3.3.1. */
function checkTargetDuration({ url, playlist, segments }: LoadedRendition): void {
  const longest = Math.max(...segments.map(({ extinfSeconds }) => Math.round(extinfSeconds)));
  assert.ok(longest <= playlist.targetDuration, `${url}: a segment of ${longest} s exceeds EXT-X-TARGETDURATION`);
  assert.ok(playlist.targetDuration <= Math.max(1, longest), `${url}: EXT-X-TARGETDURATION is no longer than needed`);
}

function checkSegments({ url, segments }: LoadedRendition): void {
  segments.forEach((segment, i) => {
    assert.ok(segment.packets.length > 0, `${url}: segment ${i + 1} is not empty`);
    assert.match(segment.packets[0]?.flags ?? '', /^K/, `${url}: segment ${i + 1} starts with a key frame`);
    const next = segments[i + 1];
    if (!next) return;
    const off = Math.abs(startOf(next) - startOf(segment) - segment.extinfSeconds);
    assert.ok(off <= CUT_TOLERANCE_SECONDS, `${url}: EXTINF of segment ${i + 1} is ${off} s off`);
  });
}

/** All that one rendition must keep by itself. */
export async function checkRendition(rendition: LoadedRendition): Promise<void> {
  checkTags(rendition);
  checkTargetDuration(rendition);
  checkSegments(rendition);
  await decodeWhole(rendition.file);
}
