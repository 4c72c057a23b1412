import assert from 'node:assert/strict';
import type { types } from 'hls-parser';
import { type FetchBytes, parsePlaylist, resolve } from './load-rendition.js';

/** A rendition of text, as the multivariant playlist names it, with what it shows. */
export interface SubtitleTrack extends Pick<types.Rendition, 'name' | 'language' | 'characteristics'> {
  isDefault: boolean;
  isForced: boolean;
  /** Such as `0.5-2 Hello`, each once. */
  cues: string[];
}

interface Site {
  url: string;
  root: string;
  fetchBytes: FetchBytes;
  durationSeconds: number;
  toleranceSeconds?: number;
}

const DEFAULT_TOLERANCE_SECONDS = 0.2;
/** RFC 8216 section 3.5. */
const HEADER = /^WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00\.000\n/;
const CUE = /^(\d\d):(\d\d):(\d\d\.\d{3}) --> (\d\d):(\d\d):(\d\d\.\d{3})(?: \S.*)?$/;

/** RFC 8216 section 4.3.4.1. */
function checkTags(tags: types.Rendition[]): void {
  const names = tags.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, 'subtitles: each NAME once');
  assert.ok(tags.filter(({ isDefault }) => isDefault).length <= 1, 'subtitles: at most one DEFAULT');
  for (const { name, isDefault, autoselect, forced, language } of tags) {
    assert.ok(autoselect || !(isDefault || forced), `${name}: what is shown unasked is chosen automatically`);
    if (language !== undefined) assert.deepEqual(Intl.getCanonicalLocales(language), [language], `${name}: LANGUAGE`);
  }
}

function readCues(text: string, uri: string): { start: number; end: number; text: string }[] {
  assert.match(text, HEADER, `${uri} begins with the clock of the media`);
  return text
    .replace(HEADER, '')
    .split('\n\n')
    .filter((block) => block.trim())
    .map((block) => {
      const [times = '', ...lines] = block.trim().split('\n');
      const [, ...parts] = CUE.exec(times) ?? [];
      assert.equal(parts.length, 6, `${uri}: ${times} are times`);
      const [h1 = 0, m1 = 0, s1 = 0, h2 = 0, m2 = 0, s2 = 0] = parts.map(Number);
      return { start: h1 * 3_600 + m1 * 60 + s1, end: h2 * 3_600 + m2 * 60 + s2, text: lines.join('\n') };
    });
}

async function checkTrack(tag: types.Rendition, site: Site): Promise<SubtitleTrack> {
  const { url, root, fetchBytes, durationSeconds, toleranceSeconds = DEFAULT_TOLERANCE_SECONDS } = site;
  const address = resolve(tag.uri ?? '', url, root);
  const read = async (at: string) => new TextDecoder().decode(await fetchBytes(at));
  const playlist = parsePlaylist(await read(address), address) as types.MediaPlaylist;
  assert.ok(playlist.endlist, `${address}: EXT-X-ENDLIST`);
  const cues = new Set<string>();
  let at = 0;
  for (const { uri, duration } of playlist.segments) {
    assert.ok(Math.round(duration) <= playlist.targetDuration, `${uri}: EXTINF exceeds EXT-X-TARGETDURATION`);
    for (const { start, end, text } of readCues(await read(resolve(uri, address, root)), uri)) {
      assert.ok(start < end && end > at && start < at + duration, `${uri}: ${start} to ${end} is shown in it`);
      assert.ok(end <= durationSeconds + toleranceSeconds, `${uri}: ${end} is within the video`);
      cues.add(`${start}-${end} ${text}`);
    }
    at += duration;
  }
  assert.ok(Math.abs(at - durationSeconds) <= toleranceSeconds, `${address}: EXTINF sums to ${at} s`);
  const { name, language, characteristics, isDefault, forced } = tag;
  const named = { ...(language ? { language } : {}), ...(characteristics ? { characteristics } : {}) };
  return { name, ...named, isDefault: isDefault ?? false, isForced: forced ?? false, cues: [...cues] };
}

/** Holds the subtitles of a stream to RFC 8216: every variant offers them, they are as long as the video, their cues are within it. */
export async function checkSubtitles({ variants }: types.MasterPlaylist, site: Site): Promise<SubtitleTrack[]> {
  const [tags = []] = variants.map(({ subtitles }) => subtitles);
  for (const { uri, subtitles } of variants)
    assert.equal(subtitles.length, tags.length, `${uri}: offers the same subtitles as the others`);
  checkTags(tags);
  return Promise.all(tags.map((tag) => checkTrack(tag, site)));
}
