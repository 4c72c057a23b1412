import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tempFolder } from '@kinora/testing';
import { expect, it } from 'vitest';
import type { ProducedSegment } from './segment-follower.js';
import { createTailJoiner } from './tail-joiner.js';

const joined = (...durations: number[]) => joinedOf(durations, true);

async function joinedOf(durations: number[], isWhole: boolean) {
  const folder = await tempFolder();
  const passedOn: ProducedSegment[] = [];
  const joiner = createTailJoiner({ folder, minSeconds: 1, onSegment: (segment) => passedOn.push(segment) });
  for (const [at, durationSeconds] of durations.entries()) {
    const fileName = `${at}.m4s`;
    await writeFile(path.join(folder, fileName), String(at));
    await joiner.push({ fileName, durationSeconds, sizeBytes: 1 });
  }
  await joiner.end(isWhole);
  return { folder, passedOn };
}

it('joins a scrap at the end to the segment before it, bytes and all', async () => {
  const { folder, passedOn } = await joined(4, 4, 0.02);
  expect(passedOn).toEqual([
    { fileName: '0.m4s', durationSeconds: 4, sizeBytes: 1 },
    { fileName: '1.m4s', durationSeconds: 4.02, sizeBytes: 2 },
  ]);
  expect(await readFile(path.join(folder, '1.m4s'), 'utf8')).toBe('12');
  expect(await readdir(folder)).toEqual(['0.m4s', '1.m4s']);
});

it('leaves a last segment of the shortest length that counts', async () => {
  expect((await joined(4, 1)).passedOn).toHaveLength(2);
});

it('passes on the only segment, however short', async () => {
  expect((await joined(0.1)).passedOn).toHaveLength(1);
});

it('leaves out what may still become longer when there is more to come', async () => {
  expect((await joinedOf([4, 4, 0.02], false)).passedOn.map(({ fileName }) => fileName)).toEqual(['0.m4s']);
  expect((await joinedOf([4, 4, 4], false)).passedOn.map(({ fileName }) => fileName)).toEqual(['0.m4s', '1.m4s']);
});
