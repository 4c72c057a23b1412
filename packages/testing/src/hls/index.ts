import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { types } from 'hls-parser';
import { checkAligned } from './check-aligned.js';
import { audioOf, checkAudioTracks, type ExpectedAudio, loadAudio } from './check-audio.js';
import { checkIFrames } from './check-i-frames.js';
import { checkRendition, decodeRendition } from './check-rendition.js';
import { checkSubtitles, type SubtitleTrack } from './check-subtitles.js';
import { checkVariant } from './check-variant.js';
import { type FetchBytes, type LoadedRendition, loadRendition, parsePlaylist, resolve } from './load-rendition.js';
import { totalSeconds } from './measure.js';
import { checkVersion } from './versions.js';

export { assertGrows } from './growing.js';
export type { FetchBytes } from './load-rendition.js';

export interface HlsExpectations {
  /** Length of the source. */
  durationSeconds: number;
  /** How far the sum of EXTINF may be from it. */
  toleranceSeconds?: number;
  audio: boolean;
  /** There is no picture: the variant is a rendition of sound, which has a group where there are several. */
  soundAlone?: boolean;
  /** Exactly these, in this order. */
  audioTracks?: ExpectedAudio[];
  /** Exactly these, in this order. */
  subtitles?: SubtitleTrack[];
  /** Looks at each rendition, which is one playable file for so long. */
  inspect?: (rendition: LoadedRendition) => Promise<void>;
  /** Exactly these, largest first, such as `1280x720`. */
  resolutions?: string[];
}

const DEFAULT_TOLERANCE_SECONDS = 0.2;

const size = ({ resolution }: types.Variant): string => `${resolution?.width}x${resolution?.height}`;

function checkLength(rendition: LoadedRendition, { durationSeconds, toleranceSeconds }: HlsExpectations): void {
  const off = Math.abs(totalSeconds(rendition) - durationSeconds);
  assert.ok(
    off <= (toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS),
    `${rendition.url}: EXTINF sums to ${totalSeconds(rendition)} s, the source has ${durationSeconds} s`,
  );
}

/** Each group of sound comes with the whole ladder. */
function checkLadder({ variants }: types.MasterPlaylist, resolutions: string[]): void {
  const groups = new Set(variants.map(({ audio }) => audio[0]?.groupId));
  for (const group of groups) {
    const ladder = variants.filter(({ audio }) => audio[0]?.groupId === group);
    assert.deepEqual(ladder.map(size), resolutions, 'the ladder');
  }
}

function checkMultivariant(text: string, master: types.MasterPlaylist, expected: HlsExpectations): void {
  checkVersion(text, 'the multivariant playlist');
  assert.ok(master.independentSegments, 'EXT-X-INDEPENDENT-SEGMENTS of the multivariant playlist');
  assert.ok(!text.includes('://'), 'no absolute address in the multivariant playlist');
  assert.ok(master.variants.length > 0, 'there is a variant');
  for (const variant of master.variants) {
    const hasGroup = expected.audio && (!expected.soundAlone || expected.audioTracks !== undefined);
    assert.equal(variant.resolution === undefined, expected.soundAlone ?? false, `${variant.uri}: RESOLUTION`);
    assert.equal(variant.audio.length > 0, hasGroup, `${variant.uri}: ${expected.audio ? 'sound' : 'no sound'}`);
  }
  if (expected.resolutions) checkLadder(master, expected.resolutions);
}

const fileFor = (uri: string, folder: string) => path.join(folder, `${uri.replaceAll('/', '_')}.mp4`);

async function checkAll(url: string, folder: string, fetchBytes: FetchBytes, expected: HlsExpectations) {
  const text = new TextDecoder().decode(await fetchBytes(url));
  const master = parsePlaylist(text, url);
  assert.ok(master.isMasterPlaylist, `${url} is a multivariant playlist`);
  const { variants: all, ...rest } = master as types.MasterPlaylist;
  const variants = all.filter(({ isIFrameOnly }) => !isIFrameOnly);
  checkMultivariant(text, { ...rest, variants }, expected);
  const root = new URL('..', url).href;
  const loads = new Map<string, Promise<LoadedRendition>>();
  const load = (uri: string) => {
    const loaded =
      loads.get(uri) ?? loadRendition(resolve(uri, url, root), { root, file: fileFor(uri, folder) }, fetchBytes);
    loads.set(uri, loaded);
    return loaded;
  };
  const tracks = await loadAudio({ ...rest, variants }, load);
  const textTracks = await checkSubtitles({ ...rest, variants }, { url, root, fetchBytes, ...expected });
  if (expected.subtitles) assert.deepEqual(textTracks, expected.subtitles, 'the subtitles');
  if (expected.audioTracks) checkAudioTracks(tracks, expected.audioTracks);
  const audio = [...new Set(tracks.map(({ rendition }) => rendition))];
  const ofVariants: LoadedRendition[] = [];
  for (const { uri } of variants) ofVariants.push(await load(uri));
  const videos = [...new Set(ofVariants)];
  for (const rendition of [...videos, ...audio]) {
    checkRendition(rendition);
    checkLength(rendition, expected);
  }
  for (const [i, video] of ofVariants.entries()) {
    const variant = variants[i] as types.Variant;
    checkVariant(variant, video, audioOf(variant, tracks));
  }
  for (const iFrames of all.filter(({ isIFrameOnly }) => isIFrameOnly)) {
    const folder = `/${path.posix.dirname(iFrames.uri)}/`;
    const rendition = videos.find(({ url: of }) => of.includes(folder));
    assert.ok(rendition, `${iFrames.uri} belongs to a rendition`);
    await checkIFrames(iFrames, { url, root }, rendition, fetchBytes);
  }
  checkAligned(videos, audio);
  for (const rendition of [...videos, ...audio]) {
    await decodeRendition(rendition);
    await expected.inspect?.(rendition);
  }
}

/**
 * Fetches a whole finished stream and holds it to RFC 8216 and to what Apple asks of authors: tags, lengths, key frames,
 * cuts, bitrates, codecs, sizes; and decodes all of it.
 * @param url of the multivariant playlist, in the folder of an attempt; all that it names is below the folder around that
 * @throws AssertionError that says what is wrong with which part
 */
export async function assertHlsValid(fetchBytes: FetchBytes, url: string, expected: HlsExpectations): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinora-hls-'));
  try {
    await checkAll(url, folder, fetchBytes, expected);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
