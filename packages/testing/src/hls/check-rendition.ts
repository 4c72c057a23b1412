import assert from 'node:assert/strict';
import { checkTimeline } from './check-timeline.js';
import type { LoadedRendition } from './load-rendition.js';
import { decodeStarts, decodeWhole } from './probe-rendition.js';
import { isIdr } from './read-fragments.js';
import { checkVersion } from './versions.js';

function checkTags({ url, text, playlist }: LoadedRendition): void {
  checkVersion(text, url);
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

/** EXT-X-INDEPENDENT-SEGMENTS says that a player may begin with any of them (RFC 8216 section 4.3.5.1). */
function checkStarts({ url, segments, init: { nalLengthBytes } }: LoadedRendition): void {
  for (const [i, { packets, fragments }] of segments.entries()) {
    const segment = `${url}: segment ${i + 1}`;
    assert.ok(packets.length > 0, `${segment} is not empty`);
    assert.match(packets[0]?.flags ?? '', /^K/, `${segment} starts with a key frame`);
    if (nalLengthBytes === null) continue;
    const sample = fragments[0]?.firstSample ?? Buffer.alloc(0);
    assert.ok(isIdr(sample, nalLengthBytes), `${segment} starts with an IDR picture`);
  }
}

/** All that one rendition must keep by itself, but for what only decoding shows. */
export function checkRendition(rendition: LoadedRendition): void {
  checkTags(rendition);
  checkTargetDuration(rendition);
  checkStarts(rendition);
  checkTimeline(rendition);
}

/** Decodes the whole of a rendition, and the start of each segment alone. */
export async function decodeRendition({ file, segments }: LoadedRendition): Promise<void> {
  await decodeStarts(segments.map((segment) => segment.file));
  await decodeWhole(file);
}
