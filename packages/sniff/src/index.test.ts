import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Container, SNIFF_BYTES, sniffContainer } from './index.js';

const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-sniff-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const PICTURE = ['-f', 'lavfi', '-i', 'testsrc2=size=64x48:rate=10:duration=1'];
const SOUND = ['-f', 'lavfi', '-i', 'sine=duration=1'];

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function clip(muxer: string, inputs: string[], options: string[] = []): Promise<Uint8Array> {
  const file = path.join(folder, `${muxer}-${randomBytes(4).toString('hex')}`);
  await run('ffmpeg', ['-nostdin', '-v', 'error', ...inputs, '-shortest', ...options, '-f', muxer, file]);
  return headOf(file);
}

const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'];
const MPEG2 = ['-c:v', 'mpeg2video', '-r', '25', '-c:a', 'mp2'];
const CLIPS: [muxer: string, inputs: string[], options: string[], Container][] = [
  ['mp4', [...PICTURE, ...SOUND], H264, 'mp4'],
  ['mp4', [...PICTURE, ...SOUND], [...H264, '-movflags', 'frag_keyframe+empty_moov'], 'mp4'],
  ['ipod', SOUND, ['-c:a', 'aac'], 'mp4'],
  ['3gp', PICTURE, H264, 'mp4'],
  ['mov', PICTURE, H264, 'mov'],
  ['matroska', [...PICTURE, ...SOUND], H264, 'matroska'],
  ['webm', PICTURE, ['-c:v', 'libvpx', '-deadline', 'realtime'], 'webm'],
  ['avi', PICTURE, ['-c:v', 'mpeg4'], 'avi'],
  ['mpegts', PICTURE, H264, 'mpeg-ts'],
  ['mpegts', PICTURE, [...H264, '-mpegts_m2ts_mode', '1'], 'mpeg-ts'],
  ['vob', PICTURE, MPEG2, 'mpeg-ps'],
  ['mpeg', PICTURE, ['-c:v', 'mpeg1video', '-r', '25'], 'mpeg-ps'],
  ['flv', PICTURE, H264, 'flv'],
  ['asf', PICTURE, ['-c:v', 'msmpeg4'], 'asf'],
  ['ogg', SOUND, ['-c:a', 'libvorbis'], 'ogg'],
  ['mxf', PICTURE, [...MPEG2, '-an'], 'mxf'],
  ['mp3', SOUND, [], 'mp3'],
  ['mp3', SOUND, ['-id3v2_version', '0', '-write_xing', '0'], 'mp3'],
  ['adts', SOUND, ['-c:a', 'aac'], 'aac'],
  ['flac', SOUND, [], 'flac'],
  ['wav', SOUND, [], 'wav'],
];

describe('what ffmpeg writes', () => {
  it.each(CLIPS)('is recognised: %s', async (muxer, inputs, options, container) => {
    expect(await sniffContainer(await clip(muxer, inputs, options))).toMatchObject({ container });
  });

  it('is recognised when a recording starts in the middle of a packet', async () => {
    const head = await clip('mpegts', PICTURE, H264);
    expect(await sniffContainer(head.subarray(100))).toEqual({ container: 'mpeg-ts', demuxer: 'mpegts' });
  });

  it.each(['moov', 'mdat', 'wide', 'free', 'skip'])('is recognised without ftyp: %s comes first', async (box) => {
    const head = Buffer.concat([Buffer.from([0, 0, 1, 0]), Buffer.from(box), Buffer.alloc(600)]);
    expect(await sniffContainer(head)).toEqual({ container: 'mov', demuxer: 'mov' });
  });

  it('is rejected as a picture', async () => {
    expect(await sniffContainer(await clip('image2pipe', PICTURE, ['-c:v', 'png', '-frames:v', '1']))).toEqual({
      rejected: 'image',
    });
    expect(await sniffContainer(await clip('gif', PICTURE))).toEqual({ rejected: 'image' });
  });
});

const text = (value: string) => new TextEncoder().encode(value);
const HOSTILE: [string, Uint8Array, string][] = [
  ['nothing', new Uint8Array(), 'empty'],
  ['zero bytes', new Uint8Array(SNIFF_BYTES), 'unknown'],
  ['a playlist', text('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'), 'text'],
  ['a playlist with a NUL', text('#EXTM3U\0\n#EXTINF:1,\nfile:///etc/passwd\n'), 'unknown'],
  ['a concat script', text("ffconcat version 1.0\nfile 'http://10.0.0.1/'\n"), 'text'],
  ['a session description', text('v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n'), 'text'],
  ['subtitles', text('1\n00:00:01,000 --> 00:00:02,000\nHällo\n'), 'text'],
  ['text in UTF-16', Buffer.from('\ufeff#EXTM3U\n', 'utf16le'), 'text'],
  ['text of sync bytes', text('G'.repeat(SNIFF_BYTES)), 'text'],
  ['a page', text('  <!DOCTYPE html><html><body>Not found</body></html>'), 'html'],
  ['an image of vectors', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'text'],
  ['a shell script', text('#!/bin/sh\nrm -rf /\n'), 'text'],
  ['a zip', Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(200)]), 'archive'],
  ['a gzip', gzipSync(randomBytes(500)), 'archive'],
  ['a PDF', Buffer.concat([text('%PDF-1.7\n'), new Uint8Array([0, 1, 2, 3])]), 'document'],
  ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), 'image'],
  ['AVIF', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0mif1avif'), 'image'],
  ['an EBML file of another type', Buffer.from('1a45dfa3874282847465787400', 'hex'), 'unknown'],
];

describe('what is no video', () => {
  it.each(HOSTILE)('is rejected: %s', async (_name, head, rejected) => {
    expect(await sniffContainer(head)).toEqual({ rejected });
  });

  it('is rejected when it is noise', async () => {
    const noise = Buffer.from(Array.from({ length: SNIFF_BYTES }, (_, i) => (i * i * 31 + 7 * i + 5) % 256));
    expect(await sniffContainer(noise)).toEqual({ rejected: 'unknown' });
  });

  it('is never answered with an exception', async () => {
    for (let size = 1; size < 60; size++)
      await sniffContainer(Buffer.from('\0\0\0\x18ftypisom'.padEnd(60, '\0')).subarray(0, size));
    for (let i = 0; i < 300; i++) await sniffContainer(randomBytes(1 + i * 7));
  });
});
