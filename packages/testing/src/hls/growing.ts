import assert from 'node:assert/strict';
import type { types } from 'hls-parser';
import { parsePlaylist } from './load-rendition.js';
import { checkVersion } from './versions.js';

/** One segment as a player sees it: everything that may not change once it was read. */
const entries = ({ segments }: types.MediaPlaylist): string[] =>
  segments.map(({ uri, duration, map }) => JSON.stringify([uri, duration, map?.uri]));

function checkSnapshot(text: string, name: string): types.MediaPlaylist {
  checkVersion(text, name);
  const playlist = parsePlaylist(text, name) as types.MediaPlaylist;
  assert.equal(playlist.playlistType, 'EVENT', `${name}: EXT-X-PLAYLIST-TYPE`);
  for (const { uri, duration } of playlist.segments)
    assert.ok(Math.round(duration) <= playlist.targetDuration, `${name}: ${uri} exceeds EXT-X-TARGETDURATION`);
  return playlist;
}

function checkStep(before: types.MediaPlaylist, after: types.MediaPlaylist, name: string): void {
  assert.ok(!before.endlist || after.endlist, `${name}: EXT-X-ENDLIST stays`);
  assert.equal(after.targetDuration, before.targetDuration, `${name}: EXT-X-TARGETDURATION stays`);
  assert.equal(after.mediaSequenceBase, before.mediaSequenceBase, `${name}: EXT-X-MEDIA-SEQUENCE stays`);
  const [known, now] = [entries(before), entries(after)];
  assert.deepEqual(now.slice(0, known.length), known, `${name}: segments are only added, at the end`);
  if (before.endlist) assert.equal(now.length, known.length, `${name}: nothing comes after the end`);
}

/**
 * Holds a playlist that was fetched again and again while it grew to RFC 8216 sections 4.3.3.5 and 6.2.1.
 * @param snapshots its texts in the order in which they were read; the last one is of a stream that has ended
 * @throws AssertionError that says what is wrong with which of them
 */
export function assertGrows(snapshots: string[]): void {
  const playlists = snapshots.map((text, i) => checkSnapshot(text, `snapshot ${i + 1}`));
  playlists.forEach((after, i) => {
    const before = playlists[i - 1];
    if (before) checkStep(before, after, `snapshot ${i + 1}`);
  });
  assert.ok(playlists.at(-1)?.endlist, 'the last snapshot has EXT-X-ENDLIST');
}
