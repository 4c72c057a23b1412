import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tempFolder } from '@kinora/testing';
import { expect, it } from 'vitest';
import { PassingFault } from '../../domain/faults.js';
import { readFragmentHeaders } from './fragment-headers.js';
import { followSegments } from './segment-follower.js';

const box = (type: string, content: string): Buffer => {
  const header = Buffer.from(`\0\0\0\0${type}`);
  header.writeUInt32BE(header.length + content.length);
  return Buffer.concat([header, Buffer.from(content)]);
};
const SEGMENT = Buffer.concat([box('moof', 'what it is'), box('mdat', 'the media')]);
const LIST = '#EXTM3U\n#EXTINF:4.000000,\n00001.m4s\n';

/** After ffmpeg ended, with this list of what it made. */
async function follow(list: string | null) {
  const folder = await tempFolder();
  const seen: string[] = [];
  const looks: boolean[] = [];
  const follower = await followSegments({
    ...{ folder, renditions: ['v360'], repeated: new Map() },
    onSegment: (_rendition, { fileName, sizeBytes }) => void seen.push(`${fileName}: ${sizeBytes}`),
    onLook: (isLooking) => void looks.push(isLooking),
    onError: () => {},
  });
  await writeFile(path.join(folder, 'v360', '00001.m4s'), SEGMENT);
  if (list !== null) await writeFile(path.join(folder, 'v360', 'list.m3u8'), list);
  return { seen, looks, finished: follower.finish() };
}

it('tells when it looks, and when it knows all there is', async () => {
  const { looks, finished } = await follow(`${LIST}#EXT-X-ENDLIST\n`);
  await finished;
  expect(looks.slice(0, 2)).toEqual([true, false]);
  expect(looks.at(-1)).toBe(false);
});

it('takes every segment of a list that is whole, and a list that was never begun for an empty one', async () => {
  const { seen, finished } = await follow(`${LIST}#EXT-X-ENDLIST\n`);
  await finished;
  expect(seen).toEqual([`00001.m4s: ${SEGMENT.length}`]);
  await (await follow(null)).finished;
});

it.each(['', LIST, `${LIST}#EXTINF:4.000000,\n0000`])(
  'takes a list that is cut off for a full disk: %j',
  async (list) => expect((await follow(list)).finished).rejects.toThrow(PassingFault),
);

it('takes a segment that is cut off anywhere for a full disk', async () => {
  const folder = await tempFolder();
  const file = path.join(folder, '00001.m4s');
  await writeFile(file, SEGMENT);
  expect(await readFragmentHeaders(file)).toMatchObject([{ offsetBytes: 0 }]);
  for (const bytes of [0, 1, 7, 8, 20, 25, SEGMENT.length - 1]) {
    await writeFile(file, SEGMENT.subarray(0, bytes));
    await expect(readFragmentHeaders(file), `${bytes} bytes`).rejects.toThrow(PassingFault);
  }
});
