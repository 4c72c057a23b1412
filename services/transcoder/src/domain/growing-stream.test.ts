import { eventually } from '@kinora/testing';
import { expect, it } from 'vitest';
import { type GrowthPace, paceOf, startGrowingStream } from './growing-stream.js';
import type { Rendition } from './hls/rendition.js';
import type { TranscodePlan } from './plan/transcode-plan.js';

const rendition = (name: string, count: number, seconds = 4): Rendition => ({
  ...{
    name,
    kind: name === 'audio' ? 'audio' : 'video',
    width: 2,
    height: 2,
    frameRate: 24,
    sound: null,
    codecs: 'c',
    initKey: `p/${name}/init.mp4`,
    initSizeBytes: 1,
  },
  segments: Array.from({ length: count }, (_, i) => {
    return { key: `p/${name}/${i + 1}.m4s`, durationSeconds: seconds, sizeBytes: 8 };
  }),
});

const COPY = paceOf({ copy: {}, segmentSeconds: 4 } as TranscodePlan);
const ENCODED = paceOf({ copy: null, segmentSeconds: 4 } as TranscodePlan);

function setUp(pace = COPY) {
  const written: string[] = [];
  const texts = new Map<string, string>();
  const over = new AbortController();
  const stream = startGrowingStream({
    ...{ prefix: 'p/', pace },
    putText: async (key, text) => {
      written.push(key);
      texts.set(key, text);
    },
    onPlayable: async (key) => void written.push(`playable ${key}`),
    onError: (error) => {
      throw error;
    },
    signal: over.signal,
  });
  const grow = (...renditions: Rendition[]) => stream.offer(async () => renditions);
  return { stream, grow, written, texts, over };
}

it('a stream becomes visible after its playlists are, and once', async () => {
  const { grow, written, texts } = setUp();
  grow(rendition('source', 3), rendition('audio', 4));
  await eventually(async () => expect(written.at(-1)).toBe('playable p/growing.m3u8'));
  expect(written.slice(0, 2).sort()).toEqual(['p/audio/growing.m3u8', 'p/source/growing.m3u8']);
  expect(written[2]).toBe('p/growing.m3u8');
  const text = texts.get('p/source/growing.m3u8');
  expect(text).toContain('#EXT-X-PLAYLIST-TYPE:EVENT\n');
  expect(text).toContain('#EXT-X-START:TIME-OFFSET=0\n');
  expect(text).not.toContain('#EXT-X-ENDLIST');
  await eventually(async () => {
    grow(rendition('source', 9), rendition('audio', 9));
    expect(texts.get('p/source/growing.m3u8')).toContain('9.m4s');
  });
  expect(written.filter((key) => key.startsWith('playable'))).toHaveLength(1);
});

it('the target duration stays the same when it ends', async () => {
  const { stream, grow, written, texts, over } = setUp();
  grow(rendition('source', 3));
  await eventually(async () => expect(written).toHaveLength(3));
  const target = () => /TARGETDURATION:\d+/.exec(texts.get('p/source/growing.m3u8') ?? '')?.[0];
  const before = target();
  over.abort();
  await stream.end([rendition('source', 4, 14)]);
  expect(texts.get('p/source/growing.m3u8')).toMatch(/4\.m4s\n#EXT-X-ENDLIST\n$/);
  expect(target()).toBe(before);
});

it('what nobody chose keeps nobody waiting', async () => {
  const other = (count: number): Rendition => ({ ...rendition('audio-2', count), kind: 'audio' });
  const { stream, grow, written, texts } = setUp();
  grow(rendition('source', 3), rendition('audio', 2), other(3));
  grow(rendition('source', 3), rendition('audio', 3), other(0));
  await eventually(async () => expect(written.at(-1)).toBe('playable p/growing.m3u8'));
  await stream.end([rendition('source', 4), rendition('audio', 4), other(4)]);
  expect(texts.get('p/audio/growing.m3u8')).toContain('4.m4s');
  expect(written.join()).not.toContain('audio-2');
});

it('nothing else is to be stored while a stream becomes visible, and nothing waits after that', async () => {
  const { grow, written } = setUp(ENCODED);
  await grow(rendition('v360', 1));
  expect(written).toEqual([]);
  await grow(rendition('v360', 2));
  expect(written.at(-1)).toBe('playable p/growing.m3u8');
  await grow(rendition('v360', 3));
  expect(written.at(-1)).toBe('playable p/growing.m3u8');
});

it('what is stored while a look is under way is looked at, too, before anything else is stored', async () => {
  const { stream, grow, written } = setUp(ENCODED);
  let answer = (_renditions: Rendition[]) => {};
  void stream.offer(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const offered = grow(rendition('v360', 2));
  answer([rendition('v360', 1)]);
  await offered;
  expect(written.at(-1)).toBe('playable p/growing.m3u8');
});

it('what is stored while the playlists are written is in the next ones', async () => {
  const { grow, texts } = setUp(ENCODED);
  grow(rendition('v360', 2));
  grow(rendition('v360', 3));
  await eventually(async () => expect(texts.get('p/v360/growing.m3u8')).toContain('3.m4s'));
});

it('a playlist never becomes shorter', async () => {
  const { stream, grow, written, texts } = setUp(ENCODED);
  grow(rendition('v360', 4));
  await new Promise<void>((resolve) => {
    stream.offer(async () => {
      resolve();
      return [rendition('v360', 2)];
    });
  });
  await eventually(async () => {
    grow(rendition('v360', 5));
    expect(texts.get('p/v360/growing.m3u8')).toContain('5.m4s');
  });
  expect(written.filter((key) => key === 'p/v360/growing.m3u8')).toHaveLength(2);
});

it('players of an encoded stream look for more sooner', async () => {
  const { grow, texts } = setUp(ENCODED);
  grow(rendition('v360', 2, 5.4));
  await eventually(async () => expect(texts.get('p/v360/growing.m3u8')).toContain('#EXT-X-TARGETDURATION:5\n'));
});

it.each<[string, GrowthPace, Rendition]>([
  ['too few segments of a copy', COPY, rendition('source', 2)],
  ['too few encoded segments', ENCODED, rendition('v360', 1)],
  ['a copied segment that is longer than players were told', COPY, rendition('source', 3, 15.5)],
  ['an encoded segment that is longer than players were told', ENCODED, rendition('v360', 3, 5.5)],
])('a stream with %s does not become visible', async (_what, pace, renditionOfIt) => {
  const { stream, grow, written } = setUp(pace);
  grow(renditionOfIt);
  await stream.end([renditionOfIt]);
  expect(written).toEqual([]);
});
