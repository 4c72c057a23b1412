import { describe, expect, it } from 'vitest';
import { choosePictures, hasContent, type Measured } from './choose.js';
import { type Aim, findCandidates, picturePositions } from './find-candidates.js';
import { pictureSizes } from './size.js';
import { planStoryboard, writeStoryboardVtt } from './storyboard.js';

const frame = (change: Partial<Measured> = {}): Measured => ({
  ...{ meanLuma: 120, lowLuma: 40, highLuma: 200, bitsPerPixel: 1 },
  ...change,
});
const black = frame({ meanLuma: 2, lowLuma: 0, highLuma: 3, bitsPerPixel: 0.1 });

describe('a frame has content', () => {
  it.each([
    ['an ordinary one', {}, true],
    ['dark to the edge', { meanLuma: 24 }, false],
    ['a little brighter', { meanLuma: 25 }, true],
    ['bright to the edge', { meanLuma: 232 }, false],
    ['a little darker', { meanLuma: 231 }, true],
    ['flat', { lowLuma: 100, highLuma: 115 }, false],
    ['just not flat', { lowLuma: 100, highLuma: 116 }, true],
  ])('%s', (_, change, expected) => expect(hasContent(frame(change))).toBe(expected));
});

describe('the choice', () => {
  it('takes the most detailed frames with content, three at most', () => {
    const frames = [black, ...[1, 3, 2, 4].map((bitsPerPixel) => frame({ bitsPerPixel }))];
    expect(choosePictures(frames).map(({ bitsPerPixel }) => bitsPerPixel)).toEqual([4, 3, 2]);
  });
  it('takes noise in the dark for no content', () => {
    const grain = frame({ meanLuma: 20, lowLuma: 0, highLuma: 60, bitsPerPixel: 9 });
    expect(choosePictures([grain, frame()])[0]).toEqual(frame());
  });
  it('takes what there is when all of it is black, the least black first', () => {
    const lessBlack = frame({ meanLuma: 5, lowLuma: 0, highLuma: 9, bitsPerPixel: 0.1 });
    expect(choosePictures([black, lessBlack])).toEqual([lessBlack, black]);
  });
  it('counts the same frame once', () => expect(choosePictures([frame(), frame(), frame()])).toHaveLength(1));
  it('of nothing is nothing', () => expect(choosePictures([])).toEqual([]));
});

describe('the search', () => {
  async function search(durationSeconds: number | null, seen: (at: number, aim: Aim) => Measured | null) {
    const looks: [number, Aim][] = [];
    const found = await findCandidates(durationSeconds, async (at, aim) => {
      looks.push([at, aim]);
      return seen(at, aim);
    });
    return { found, looks };
  }
  it('stays within the video, and off its first and last moments', () => {
    for (const at of picturePositions(100)) expect(at > 5 && at < 90).toBe(true);
  });
  it('is content with key frames', async () => {
    const { looks } = await search(100, (at) => frame({ bitsPerPixel: at }));
    expect(new Set(looks.map(([, aim]) => aim))).toEqual(new Set(['key-frame']));
  });
  it('goes between them when they are black, or all the same', async () => {
    const { found } = await search(100, (at, aim) => (aim === 'exact' ? frame({ bitsPerPixel: at }) : black));
    expect(found).toHaveLength(3);
    expect(found.every(hasContent)).toBe(true);
  });
  it('looks at the start when seeking leads nowhere', async () => {
    const { found } = await search(100, (at) => (at === 0 ? frame() : null));
    expect(found).toEqual([frame()]);
  });
  it('looks once at a video of one frame', async () => {
    expect((await search(0.04, () => frame())).looks).toEqual([[0, 'exact']]);
  });
  it('works without knowing the length', async () => {
    expect((await search(null, (at) => (at < 4 ? frame({ bitsPerPixel: at }) : null))).found).toHaveLength(2);
  });
});

describe('the sizes', () => {
  it.each([
    [1920, 1080, [1280, 720], [480, 270]],
    [1080, 1920, [720, 1280], [480, 853]],
    [320, 180, [320, 180], [320, 180]],
    [1280, 720, [1280, 720], [480, 270]],
    [10_000, 2, [1280, 1], [480, 1]],
  ])('%d by %d', (width, height, poster, thumbnail) => {
    const sizes = pictureSizes({ width, height });
    expect([sizes.poster.width, sizes.poster.height]).toEqual(poster);
    expect([sizes.thumbnail.width, sizes.thumbnail.height]).toEqual(thumbnail);
  });
});

describe('the storyboard', () => {
  const wide = { width: 1920, height: 1080 };
  it.each([
    [0.04, 2, 1, 1],
    [12, 2, 6, 1],
    [23, 2, 10, 2],
    [200, 2, 10, 10],
    [3_600, 36, 10, 10],
  ])('of %d seconds', (durationSeconds, intervalSeconds, columns, rows) =>
    expect(planStoryboard(durationSeconds, wide)).toMatchObject({ intervalSeconds, columns, rows }),
  );
  it.each([
    [1920, 1080, 160, 90],
    [1080, 1920, 90, 160],
    [16, 16, 160, 160],
    [10_000, 10, 160, 2],
  ])('has tiles in the shape of the video: %d by %d', (width, height, tileWidth, tileHeight) =>
    expect(planStoryboard(9, { width, height }).tile).toEqual({ width: tileWidth, height: tileHeight }),
  );
  it('says where each moment is, to the end', () => {
    const storyboard = planStoryboard(23.5, wide);
    const vtt = writeStoryboardVtt(storyboard, { tiles: 11, durationSeconds: 23.5, sprite: 's.jpg' });
    expect(vtt.startsWith('WEBVTT\n\n00:00:00.000 --> 00:00:02.000\ns.jpg#xywh=0,0,160,90\n\n')).toBe(true);
    expect(vtt.endsWith('\n\n00:00:20.000 --> 00:00:23.500\ns.jpg#xywh=0,90,160,90\n')).toBe(true);
  });
  it('counts hours', () => {
    const storyboard = { ...planStoryboard(7_200, wide), intervalSeconds: 3_725.5 };
    const vtt = writeStoryboardVtt(storyboard, { tiles: 2, durationSeconds: 7_200, sprite: 's.jpg' });
    expect(vtt).toContain('01:02:05.500 --> 02:04:11.000');
  });
});
