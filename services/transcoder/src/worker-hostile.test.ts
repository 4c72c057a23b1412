import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Child } from '@kinora/stack';
import { tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip, remux } from '../test/clips.js';
import { aviWithSubtitles } from '../test/hostile/avi.js';
import { type Canary, referencesTo, SECRET, startCanary } from '../test/hostile/canary.js';
import { aliasReference, box, movie, u32, urlReference } from '../test/hostile/movie.js';
import { DISGUISES, inTransportStream, SCRIPTS, writePlaylist } from '../test/hostile/scripts.js';

let bed: Bed;
let canary: Canary;
let worker: Child;
beforeAll(async () => {
  [bed, canary] = await Promise.all([createBed(), startCanary()]);
  worker = await bed.startWorkerProcess({ TRANSCODE_CONCURRENCY: '2' });
});
afterAll(async () => {
  await Promise.all([bed.close(), canary.close()]);
});

async function upload(content: string | Buffer, fileName?: string) {
  const file = path.join(await tempFolder(), randomUUID());
  await writeFile(file, content);
  return bed.upload(file, fileName);
}

/** Neither the words for people nor any stored object tell of the secret, and nobody asked the server. */
async function expectUntouched(id: string) {
  expect(canary.requests).toEqual([]);
  expect(JSON.stringify(await bed.row(id))).not.toContain(SECRET);
  for (const file of await bed.outputFiles(id)) {
    // What only the work needed is removed when it is done, perhaps in this moment.
    const bytes = await readFile(file).catch(() => null);
    expect(bytes?.includes(SECRET) ?? false, file).toBe(false);
  }
}

async function fails(content: string | Buffer, codes: string[]) {
  const id = await upload(content);
  const row = await bed.finished(id);
  expect(row).toMatchObject({ state: 'failed', failure_code: expect.toBeOneOf(codes), attempt: 1 });
  expect(String(row.failure_detail)).toMatch(/^The .*\. .*\.$/);
  expect(await bed.outputFiles(id)).toEqual([]);
  await expectUntouched(id);
  return row;
}

const inEveryWay = (write: (reference: string) => string): string => referencesTo(canary).map(write).join('');

describe('a text that names other things is refused as what it is', () => {
  it.each(Object.entries(SCRIPTS))('%s', async (_name, write) => {
    await fails(inEveryWay(write), ['not-a-video']);
  });
});

describe('a playlist is not found', () => {
  const everything = () => inEveryWay(writePlaylist);

  it.each(Object.entries(DISGUISES))('behind the first bytes of %s', async (_name, head) => {
    await fails(Buffer.concat([head, Buffer.from(everything())]), ['unreadable', 'no-video-stream']);
  });

  it('in what is a transport stream as well', async () => {
    await fails(inTransportStream(writePlaylist(canary.url)), ['unreadable', 'no-video-stream']);
  });

  it('in the subtitles of an AVI, whose picture plays', async () => {
    const id = await upload(aviWithSubtitles(everything()));
    expect(await bed.finished(id)).toMatchObject({ state: 'ready' });
    await expectUntouched(id);
  });

  it('in an archive', async () => {
    await fails(Buffer.concat([Buffer.from('PK\x03\x04\0\0\0\0film.m3u8'), Buffer.from(everything())]), [
      'not-a-video',
    ]);
  });
});

describe('a movie whose frames lie elsewhere', () => {
  it('plays when they lie in itself', async () => {
    expect(await bed.finished(await upload(movie()))).toMatchObject({ state: 'ready', width: 16, height: 16 });
  });

  it.each<[string, () => Buffer]>([
    ['in a file by its absolute path', () => aliasReference(canary.file)],
    ['in a file by steps from the movie', () => aliasReference(canary.file, 1)],
    ['at an address, as an alias', () => aliasReference(canary.url, 1)],
  ])('fails: %s', async (_where, dataReference) => {
    const row = await fails(movie({ dataReference: dataReference() }), ['unreadable']);
    expect(row.failure_log).toContain('no frame');
  });

  it.each<[string, () => Buffer]>([
    ['a file by a URL', () => urlReference(`file://${canary.file}`)],
    ['an address', () => urlReference(canary.url)],
  ])('opens nothing: %s', async (_where, dataReference) => {
    await fails(movie({ dataReference: dataReference() }), ['unreadable']);
  });

  it('opens nothing: a reference movie', async () => {
    const reference = (target: string) =>
      box('rmda', box('rdrf', u32(0), Buffer.from('url '), u32(target.length + 1), Buffer.from(`${target}\0`)));
    const references = box('rmra', ...referencesTo(canary).map(reference));
    const id = await upload(movie({ extra: [references] }));
    expect(await bed.finished(id)).toMatchObject({ state: 'ready' });
    await expectUntouched(id);
  });
});

it('segments of a Matroska that lie in other files are not looked for', async () => {
  const clip = await makeClip(await tempFolder(), { seconds: 1, size: '160x90', name: 'linked.mkv' });
  const bytes = await readFile(clip);
  const info = bytes.indexOf(Buffer.from('1549a966', 'hex'));
  expect(info).toBeGreaterThan(0);
  const title = bytes.indexOf(Buffer.from('4d80', 'hex'), info);
  // The name of the program that wrote the file becomes the name of the file that comes before (RFC 9559, 5.1.2.4).
  Buffer.from('3c83', 'hex').copy(bytes, title);
  await writeFile(clip, bytes);
  const id = await bed.upload(clip);
  expect(await bed.finished(id)).toMatchObject({ state: 'ready' });
  await expectUntouched(id);
});

/** Words that do something in a shell, a terminal, a log, a playlist, a page or SQL. */
const hostileWords = (folder: string): string =>
  [
    `$(touch ${folder}/HACKED) \`touch ${folder}/HACKED\` ; touch ${folder}/HACKED | touch ${folder}/HACKED > ${folder}/HACKED`,
    '-i /etc/passwd',
    '"}\n{"level":60,"msg":"forged"}\r\n',
    '\u001b[2J\u001b]0;owned\u0007\u009b31m',
    `"\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="x",NAME="x",URI="${canary.url}"\n`,
    "'; DROP TABLE videos; -- %s %n {{7*7}} <script>alert(1)</script> \u202e😀\uffff",
  ].join(' ');

async function expectNothingRan(folder: string) {
  expect(await readdir(folder)).not.toContain('HACKED');
  for (const name of await readdir(bed.scratchDir, { recursive: true })) expect(name).not.toContain('HACKED');
}

async function playlistsOf(id: string): Promise<string> {
  const files = (await bed.outputFiles(id)).filter((file) => file.endsWith('.m3u8'));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}

describe('words of an uploader do nothing', () => {
  it('as tags of a file', async () => {
    const folder = await tempFolder();
    const words = hostileWords(folder);
    const clip = await makeClip(folder, { seconds: 1, size: '160x90', name: 'tags.mkv' });
    const tagged = await remux(clip, [
      ...['-metadata', `title=${words}`, '-metadata', `${words.replaceAll('=', '')}=1`],
      ...['-metadata:s:a:0', `language=${words}`, '-metadata:s:a:0', `title=${words}`],
    ]);
    const id = await bed.upload(tagged);
    expect(await bed.finished(id)).toMatchObject({ state: 'ready' });
    await expectNothingRan(folder);
    await expectUntouched(id);
    const uris = [...(await playlistsOf(id)).matchAll(/URI="([^"]*)"|^([^#\n].*)$/gm)].map(
      ([, tag, line]) => tag ?? line,
    );
    expect(uris.length).toBeGreaterThan(4);
    expect(uris.filter((uri) => !/^(\w+\/)?\w+\.(m3u8|m4s|mp4)$/.test(String(uri)))).toEqual([]);
  });

  it('as tags of megabytes', async () => {
    const folder = await tempFolder();
    const clip = await makeClip(folder, { seconds: 1, size: '160x90', name: 'tags.mkv' });
    const tags = path.join(folder, 'tags.txt');
    await writeFile(tags, `;FFMETADATA1\ntitle=${'long '.repeat(2_000_000)}\n`);
    const tagged = await remux(clip, ['-map_metadata', '1'], ['-f', 'ffmetadata', '-i', tags]);
    expect((await readFile(tagged)).length).toBeGreaterThan(10_000_000);
    expect(await bed.finished(await bed.upload(tagged))).toMatchObject({ state: 'ready' });
  });

  it('as the name of a file', async () => {
    const folder = await tempFolder();
    const clip = await makeClip(folder, { seconds: 1, size: '160x90' });
    const names = [hostileWords(folder), `concat:${canary.file}|${canary.url}`];
    const ids = await Promise.all(names.map((name) => bed.upload(clip, name.slice(0, 255))));
    for (const id of ids) {
      expect(await bed.finished(id)).toMatchObject({ state: 'ready' });
      await expectUntouched(id);
    }
    await expectNothingRan(folder);
  });

  it('in what ffmpeg says of a file that it cannot read', async () => {
    const folder = await tempFolder();
    const words = Buffer.from(hostileWords(folder));
    await fails(Buffer.concat([Buffer.from('RIFF\xff\xff\0\0AVI LIST', 'latin1'), words]), [
      'unreadable',
      'no-video-stream',
    ]);
    await expectNothingRan(folder);
  });
});

const isControl = (char: string): boolean => char < ' ' || char === '\u007f';

it('the worker lives, and its log has one event a line', async () => {
  expect(worker.exit()).toBeNull();
  const lines = (await bed.workerLog()).trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(30);
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({ service: 'transcoder', msg: expect.not.stringContaining('forged') });
    expect(Array.from(line).filter(isControl)).toEqual([]);
  }
  expect(canary.requests).toEqual([]);
});
