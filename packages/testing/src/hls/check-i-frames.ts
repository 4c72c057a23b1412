import assert from 'node:assert/strict';
import type { types } from 'hls-parser';
import type { LoadedRendition } from './load-rendition.js';
import { type FetchBytes, parsePlaylist, resolve } from './load-rendition.js';
import { totalSeconds } from './measure.js';
import { isIdr, readFragments } from './read-fragments.js';
import { checkVersion } from './versions.js';

const TOLERANCE_SECONDS = 0.002;

/** A range ends where its first sample does, so the media box in it is cut: this makes it whole. */
function closeMedia(range: Buffer): Buffer {
  const closed = Buffer.from(range);
  const media = range.readUInt32BE(0);
  closed.writeUInt32BE(range.length - media, media);
  return closed;
}

function checkRange(range: Buffer, { url, init }: LoadedRendition): number {
  assert.equal(range.toString('latin1', 4, 8), 'moof', `${url}: a range begins with the header of a fragment`);
  const closed = closeMedia(range);
  const [fragment, ...others] = readFragments(closed, init);
  assert.ok(fragment && others.length === 0, `${url}: a range holds one fragment`);
  assert.ok(closed.subarray(-fragment.firstSample.length).equals(fragment.firstSample), `${url}: a range is one frame`);
  assert.ok(isIdr(fragment.firstSample, init.nalLengthBytes ?? 4), `${url}: the frame is a key frame`);
  return fragment.startTicks / init.timescale;
}

/**
 * Holds the playlist of key frames that belongs to a rendition to RFC 8216, sections 4.3.3.6 and 4.3.4.3: each range is one
 * key frame, at its time, and together they last as long as the rendition.
 */
export async function checkIFrames(
  { uri, bandwidth }: types.Variant,
  base: { url: string; root: string },
  rendition: LoadedRendition,
  fetchBytes: FetchBytes,
): Promise<void> {
  const url = resolve(uri, base.url, base.root);
  const text = new TextDecoder().decode(await fetchBytes(url));
  const playlist = parsePlaylist(text, url) as types.MediaPlaylist;
  checkVersion(text, url);
  assert.ok(playlist.isIFrame, `${url}: EXT-X-I-FRAMES-ONLY`);
  assert.ok(playlist.endlist, `${url}: EXT-X-ENDLIST`);
  const first = rendition.segments[0]?.fragments[0]?.startTicks ?? 0;
  let due = first / rendition.init.timescale;
  for (const { uri: name, duration, byterange } of playlist.segments) {
    const segment = Buffer.from(await fetchBytes(resolve(name, url, base.root)));
    const end = byterange.offset + byterange.length;
    assert.ok(byterange.length > 0 && end <= segment.length, `${url}: a range lies in its segment`);
    const start = checkRange(segment.subarray(byterange.offset, end), rendition);
    assert.ok(Math.abs(start - due) <= TOLERANCE_SECONDS, `${url}: a frame of ${start} s is said to be at ${due} s`);
    assert.ok(
      (8 * byterange.length) / duration <= bandwidth || duration < playlist.targetDuration / 2,
      `${url}: BANDWIDTH`,
    );
    due += duration;
  }
  const off = Math.abs(due - first / rendition.init.timescale - totalSeconds(rendition));
  assert.ok(off <= TOLERANCE_SECONDS, `${url}: EXTINF sums to what the rendition lasts`);
}
