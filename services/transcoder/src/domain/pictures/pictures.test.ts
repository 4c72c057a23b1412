import { describe, expect, it } from 'vitest';
import { choosePictures, hasContent, type Measured } from './choose.js';
import { type Aim, findCandidates, picturePositions } from './find-candidates.js';
import { pictureSizes } from './size.js';

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
