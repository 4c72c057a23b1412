import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import { parse, type types } from 'hls-parser';
import { type ProbedPacket, type ProbedStream, probeRendition } from './probe-rendition.js';

export type FetchBytes = (url: string) => Promise<Uint8Array>;

export interface LoadedSegment {
  extinfSeconds: number;
  sizeBytes: number;
  /** In file order. */
  packets: ProbedPacket[];
}

export interface LoadedRendition {
  url: string;
  /** Text of the media playlist. */
  text: string;
  playlist: types.MediaPlaylist;
  stream: ProbedStream;
  segments: LoadedSegment[];
  /** Everything in one playable file. */
  file: string;
}

export const parsePlaylist = (text: string, url: string): types.Playlist => {
  assert.ok(text.startsWith('#EXTM3U\n'), `${url} starts with #EXTM3U`);
  return parse(text);
};

/** Addresses in playlists are relative and stay below them, so that playlists work under any address. */
export function resolve(uri: string, base: string): string {
  assert.match(uri, /^[\w][\w./-]*$/, `${uri} is relative`);
  assert.ok(!uri.includes('..'), `${uri} stays below its playlist`);
  return new URL(uri, base).href;
}

/** Fetches a media playlist and everything it names, and takes it apart. */
export async function loadRendition(url: string, file: string, fetchBytes: FetchBytes): Promise<LoadedRendition> {
  const text = new TextDecoder().decode(await fetchBytes(url));
  const playlist = parsePlaylist(text, url);
  assert.ok(!playlist.isMasterPlaylist, `${url} is a media playlist`);
  const media = playlist as types.MediaPlaylist;
  const map = media.segments[0]?.map?.uri;
  assert.ok(map, `${url} has an EXT-X-MAP`);
  const init = await fetchBytes(resolve(map, url));
  await writeFile(file, init);
  const places: { first: number; end: number; extinfSeconds: number }[] = [];
  let end = init.length;
  for (const { uri, duration } of media.segments) {
    const bytes = await fetchBytes(resolve(uri, url));
    await appendFile(file, bytes);
    places.push({ first: end, end: end + bytes.length, extinfSeconds: duration });
    end += bytes.length;
  }
  const { streams, packets } = await probeRendition(file);
  assert.equal(streams.length, 1, `${url} holds one stream`);
  const segments = places.map(({ first, end: last, extinfSeconds }) => ({
    extinfSeconds,
    sizeBytes: last - first,
    packets: packets.filter(({ pos }) => Number(pos) >= first && Number(pos) < last),
  }));
  return { url, text, playlist: media, stream: streams[0] as ProbedStream, segments, file };
}
