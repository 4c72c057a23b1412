import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tempFolder } from '@kinora/testing';
import { expect, it } from 'vitest';
import type { PlannedRendition } from '../../domain/hls/rendition.js';
import { readSound, writeSoundSegment } from '../../domain/hls/sound-segment.js';
import type { StoredRendition } from '../../domain/resume/journal.js';
import { createSegmentShaper } from './segment-shaper.js';

const RATE = 48_000;
const FRAME_TICKS = 1_024;
const PIECE_FRAMES = 188;

/** An init segment that tells no more than its time scale. */
const INIT = Buffer.concat([
  Buffer.from('0000003c6d6f6f76000000347472616b0000002c6d646961', 'hex'),
  Buffer.from('000000246d64686400000000', 'hex'),
  ...[0, 0, RATE, 0, 0, 0].map((value) => Buffer.from(value.toString(16).padStart(8, '0'), 'hex')),
]);

const planned = (name: string, kind: 'video' | 'audio') => ({ name, kind }) as PlannedRendition;
const stored = (name: string, ...durations: number[]): [string, StoredRendition] => [
  name,
  {
    ...{ name, codecs: '', initKey: '', initSizeBytes: 1 },
    segments: durations.map((durationSeconds, i) => ({ key: `${i}.m4s`, durationSeconds, sizeBytes: 1 })),
  },
];

/** Sound of 16 seconds beside a picture that is cut after 5, 9 and 14. @returns what comes out of it */
async function shaped(kept: [string, StoredRendition][], pictures: number[], isWhole = true) {
  const folder = await tempFolder();
  const out: [string, string, number][] = [];
  const shaper = createSegmentShaper({
    ...{ folder, renditions: [planned('source', 'video'), planned('audio', 'audio')], soundFollows: 'source' },
    kept: new Map(kept),
    onSegment: (name, { fileName, durationSeconds }) =>
      void out.push([name, fileName, Math.round(durationSeconds * 10) / 10]),
    onError(error) {
      throw error;
    },
  });
  await mkdir(path.join(folder, 'audio'));
  await writeFile(path.join(folder, 'audio', 'init.mp4'), INIT);
  for (const [i, durationSeconds] of pictures.entries())
    shaper.push('source', { fileName: `${i}.m4s`, durationSeconds, sizeBytes: 1 });
  for (let i = 0; i < 4; i++) {
    const frames = Array.from({ length: PIECE_FRAMES }, () => ({ durationTicks: FRAME_TICKS, data: Buffer.from([i]) }));
    const piece = { trackId: 1, startTicks: i * PIECE_FRAMES * FRAME_TICKS, frames };
    await writeFile(path.join(folder, 'audio', `${i}.piece`), writeSoundSegment(piece, i));
    shaper.push('audio', { fileName: `${i}.piece`, durationSeconds: 4, sizeBytes: 1 });
  }
  await shaper.end(isWhole);
  const first = (await readdir(path.join(folder, 'audio'))).find((file) => file.endsWith('.m4s')) ?? '';
  const [sound] = readSound(await readFile(path.join(folder, 'audio', first)));
  const files = await readdir(path.join(folder, 'audio'));
  return { sounds: out.filter(([name]) => name === 'audio'), sound, files };
}

it('cuts sound where the picture is cut, and leaves no piece behind', async () => {
  const { sounds, files } = await shaped([], [5, 4, 5, 2.04]);
  expect(sounds).toEqual([
    ['audio', '00001.m4s', 5],
    ['audio', '00002.m4s', 4],
    ['audio', '00003.m4s', 5],
    ['audio', '00004.m4s', 2],
  ]);
  expect(files).toHaveLength(5);
});

it('goes on behind what is stored, with the same cuts', async () => {
  const kept = [stored('source', 5, 4), stored('audio', 5, 4)];
  const { sounds, sound } = await shaped(kept, [5, 2.04]);
  expect(sounds).toEqual([
    ['audio', '00003.m4s', 5],
    ['audio', '00004.m4s', 2],
  ]);
  expect(Math.abs((sound?.startTicks ?? 0) / RATE - 9)).toBeLessThan(FRAME_TICKS / RATE);
});

it('joins a scrap of sound behind the picture to the segment before it', async () => {
  const { sounds } = await shaped([], [5, 4, 6.5]);
  expect(sounds.map(([, , seconds]) => seconds)).toEqual([5, 4, 7]);
});

it('makes all that is whole of a source that goes on, and nothing more', async () => {
  const { sounds } = await shaped([], [5, 4, 5, 2.04], false);
  expect(sounds.map(([, , seconds]) => seconds)).toEqual([5, 4]);
});
