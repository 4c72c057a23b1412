import { expect, it } from 'vitest';
import { isMedia, takeMedia } from './media-files.js';

it.each([
  ['a.mp4', 'video/mp4', true],
  ['song.flac', 'audio/flac', true],
  ['CLIP.MKV', '', true],
  ['stream.m2ts', '', true],
  ['notes.txt', 'text/plain', false],
  ['cover.jpg', 'image/jpeg', false],
  ['.DS_Store', '', false],
  ['._a.mp4', 'video/mp4', false],
  ['no-extension', '', false],
])('%s of type %j is taken from a folder: %j', (name, type, expected) =>
  expect(isMedia({ name, type })).toBe(expected),
);

it('counts what it leaves out', () => {
  const files = ['a.mp4', 'b.txt', 'c.jpg'].map((name) => ({ name, type: '' }));
  expect(takeMedia(files)).toEqual({ files: [files[0]], leftOut: 2 });
});
