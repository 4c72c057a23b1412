import { expect, it } from 'vitest';
import type { Rendition } from './hls/rendition.js';
import { publishFirst } from './publish-playlists.js';

const picture: Rendition = {
  ...{ name: 'source', kind: 'video', width: 2, height: 2, frameRate: 24, sound: null, codecs: 'c' },
  ...{ initKey: 'p/source/init.mp4', initSizeBytes: 1 },
  segments: [{ key: 'p/source/1.m4s', durationSeconds: 4, sizeBytes: 8 }],
};

it('a whole first step has finished playlists', async () => {
  const texts = new Map<string, string>();
  const key = await publishFirst('p/', [picture], async (name, text) => void texts.set(name, text));
  expect([...texts.keys()]).toEqual(['p/source/index.m3u8', key]);
  expect(texts.get('p/source/index.m3u8')).toContain('#EXT-X-ENDLIST');
});
