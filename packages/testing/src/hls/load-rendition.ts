import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import { parse, type types } from 'hls-parser';
import { type ProbedPacket, type ProbedStream, probeRendition } from './probe-rendition.js';
import { type Fragment, readFragments } from './read-fragments.js';
import { type InitSegment, readInit } from './read-init.js';

export type FetchBytes = (url: string) => Promise<Uint8Array>;

export interface LoadedSegment {
  extinfSeconds: number;
  sizeBytes: number;
  /** In file order. */
  packets: ProbedPacket[];
  fragments: Fragment[];
  /** The segment alone behind its init segment. */
  file: string;
}

export interface LoadedRendition {
  url: string;
  /** Text of the media playlist. */
  text: string;
  playlist: types.MediaPlaylist;
  init: InitSegment;
  stream: ProbedStream;
  segments: LoadedSegment[];
  /** Everything in one playable file. */
  file: string;
}

export const parsePlaylist = (text: string, url: string): types.Playlist => {
  assert.ok(text.startsWith('#EXTM3U\n'), `${url} starts with #EXTM3U`);
  return parse(text);
};

/** Addresses in playlists are relative, so that they work under any address, and stay below the folder of the video, `root`. */
export function resolve(uri: string, base: string, root: string): string {
  assert.match(uri, /^(\.\.\/)*\w[\w./-]*$/, `${uri} is relative`);
  const { href } = new URL(uri, base);
  assert.ok(href.startsWith(root), `${uri} stays below ${root}`);
  return href;
}

type Part = Omit<LoadedSegment, 'packets'> & { first: number; end: number };

/** Fetches a media playlist and everything it names, and takes it apart. */
export async function loadRendition(
  url: string,
  { root, file }: { root: string; file: string },
  fetchBytes: FetchBytes,
): Promise<LoadedRendition> {
  const text = new TextDecoder().decode(await fetchBytes(url));
  const playlist = parsePlaylist(text, url);
  assert.ok(!playlist.isMasterPlaylist, `${url} is a media playlist`);
  const media = playlist as types.MediaPlaylist;
  const map = media.segments[0]?.map?.uri;
  assert.ok(map, `${url} has an EXT-X-MAP`);
  const initBytes = Buffer.from(await fetchBytes(resolve(map, url, root)));
  const init = readInit(initBytes);
  await writeFile(file, initBytes);
  const parts: Part[] = [];
  let first = initBytes.length;
  for (const { uri, duration } of media.segments) {
    const bytes = Buffer.from(await fetchBytes(resolve(uri, url, root)));
    const alone = `${file}.${parts.length + 1}.mp4`;
    await Promise.all([appendFile(file, bytes), writeFile(alone, Buffer.concat([initBytes, bytes]))]);
    const end = first + bytes.length;
    const fragments = readFragments(bytes, init);
    parts.push({ extinfSeconds: duration, sizeBytes: bytes.length, fragments, file: alone, first, end });
    first = end;
  }
  const { streams, packets } = await probeRendition(file);
  assert.equal(streams.length, 1, `${url} holds one stream`);
  const segments = parts.map(({ first, end, ...part }) => {
    return { ...part, packets: packets.filter(({ pos }) => Number(pos) >= first && Number(pos) < end) };
  });
  return { url, text, playlist: media, init, stream: streams[0] as ProbedStream, segments, file };
}
