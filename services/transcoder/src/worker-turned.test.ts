import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { type DisplayMatrix, setDisplayMatrix, tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed, PATIENT_WITH_PICTURES } from '../test/bed.js';
import { distance, download, downloadRendition, type Frame, type Rgb, readFrame } from '../test/pixels.js';

const run = promisify(execFile);

/** A place of its own for each colour, around a moving middle: frames must differ for a poster to be found soon. */
interface Corner {
  colour: Rgb;
  /** -1 is left or top, 1 right or bottom. */
  x: number;
  y: number;
}
const CORNERS: Corner[] = [
  { colour: [200, 30, 30], x: -1, y: -1 },
  { colour: [30, 160, 30], x: 1, y: -1 },
  { colour: [30, 30, 200], x: -1, y: 1 },
  { colour: [210, 210, 210], x: 1, y: 1 },
];
const hex = (colour: Rgb) => `0x${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
const boxes = CORNERS.map(
  ({ colour, x, y }) => `drawbox=x=iw/4*${1 + x}:y=ih*3/10*${1 + y}:w=iw/2:h=ih*2/5:c=${hex(colour)}:t=fill`,
);
async function clip(): Promise<string> {
  const file = path.join(await tempFolder(), 'corners.mp4');
  const input = ['-f', 'lavfi', '-i', `testsrc2=s=320x192:r=10:d=1,format=gbrp,${boxes.join(',')}`];
  await run('ffmpeg', ['-nostdin', '-v', 'error', ...input, '-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-g', '5', file]);
  return file;
}

function expectCorners(frame: Frame, [a, b, c, d]: DisplayMatrix): void {
  expect(frame.width > frame.height).toBe(a !== 0);
  for (const { colour, x, y } of CORNERS) {
    const seen = frame.at(0.5 + 0.3 * (a * x + c * y), 0.5 + 0.3 * (b * x + d * y));
    expect(distance(seen, colour), `${seen} where ${colour} should be`).toBeLessThan(20);
  }
}

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker(PATIENT_WITH_PICTURES);
});
afterAll(() => bed.close());

describe('a picture stands upright everywhere', () => {
  it.each<[string, DisplayMatrix]>([
    ['turned by 90 degrees', [0, 1, -1, 0]],
    ['turned by 270 degrees', [0, -1, 1, 0]],
    ['mirrored', [-1, 0, 0, 1]],
    ['upside down in a mirror', [1, 0, 0, -1]],
    ['turned by 90 degrees in a mirror', [0, 1, 1, 0]],
  ])('when it was %s', async (_what, matrix) => {
    const id = await bed.upload(await setDisplayMatrix(await clip(), matrix));
    const row = await bed.finished(id);
    expect(row).toMatchObject({ state: 'ready', width: matrix[0] ? 320 : 192, height: matrix[0] ? 192 : 320 });
    expectCorners(await readFrame(await downloadRendition(bed, row.video_id, 'v192')), matrix);
    const pictures = (await bed.outputFiles(row.video_id)).filter((file) =>
      /(poster|thumbnail|candidate-\d|storyboard)\.jpg$/.test(file),
    );
    expect(pictures.length).toBeGreaterThanOrEqual(4);
    for (const picture of pictures) expectCorners(await readFrame(picture), matrix);
    expectCorners(await readFrame(await download(bed, row.thumbnail_path)), matrix);
  });
});
