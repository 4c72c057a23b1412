import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { sniffPicture } from './index.js';

const run = promisify(execFile);
const pictures: Record<string, Buffer> = {};

async function make(name: string, options: string[] = []): Promise<void> {
  const file = path.join(await tempFolder(), name);
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=10:duration=1'];
  await run('ffmpeg', ['-v', 'error', ...source, ...options, file]);
  pictures[name] = await readFile(file);
}

beforeAll(async () => {
  const one = ['-frames:v', '1', '-update', '1'];
  await Promise.all([
    make('a.jpg', one),
    make('a.png', one),
    make('lossy.webp', one),
    make('lossless.webp', [...one, '-lossless', '1']),
    make('alpha.webp', [...one, '-vf', 'format=yuva420p,colorchannelmixer=aa=0.5']),
    make('moving.webp', ['-loop', '0']),
    make('moving.apng'),
  ]);
});

const NAMES = ['a.jpg', 'a.png', 'lossy.webp', 'lossless.webp', 'alpha.webp', 'moving.webp', 'moving.apng'];
const picture = (name: string) => pictures[name] ?? Buffer.alloc(0);

describe('sniffPicture', () => {
  it.each(NAMES)('tells what %s is', (name) => {
    const [, format = ''] = /\.a?(jpg|png|webp)$/.exec(name) ?? [];
    expect(sniffPicture(picture(name))).toEqual({
      ...{ format: format.replace('jpg', 'jpeg'), width: 96, height: 64 },
      ...{ isAnimated: name.startsWith('moving'), isWhole: true },
    });
  });

  it.each(NAMES)('sees wherever %s is cut off', (name) => {
    const whole = picture(name);
    for (let bytes = 12; bytes < whole.length; bytes += 7)
      expect(sniffPicture(whole.subarray(0, bytes))?.isWhole).toBe(false);
    expect(sniffPicture(whole.subarray(0, -1))?.isWhole).toBe(false);
  });

  it('takes a picture that something follows, as phones write it', () => {
    for (const name of NAMES)
      expect(sniffPicture(Buffer.concat([picture(name), Buffer.alloc(99, 0xff)]))?.isWhole).toBe(true);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0', 'latin1')],
    ['another RIFF', Buffer.from('RIFF\0\0\0\0AVI LIST')],
  ])('knows nothing of %s', (_what, bytes) => expect(sniffPicture(bytes)).toBeNull());
});
