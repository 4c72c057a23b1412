import { expect, it } from 'vitest';
import { readDropped } from './dropped-files.js';

const fileEntry = (name: string) => ({
  name,
  isDirectory: false,
  file: (done: (file: File) => void) => done(new File([name], name)),
});

/** Gives its entries one by one, as browsers give a large folder in parts. */
const folderEntry = (name: string, entries: { name: string }[]) => ({
  name,
  isDirectory: true,
  createReader: () => {
    const left = [...entries];
    return { readEntries: (done: (part: unknown[]) => void) => done(left.splice(0, 1)) };
  },
});

const dropped = (entry: { name: string; isDirectory: boolean }) => ({
  kind: 'file',
  getAsFile: () => new File([entry.name], entry.name),
  webkitGetAsEntry: () => entry,
});

it('takes files as they are, and of folders what is video or sound, all the way down', async () => {
  const inner = folderEntry('inner', [fileEntry('c.mp4'), fileEntry('.hidden.mp4')]);
  const outer = folderEntry('outer', [fileEntry('b.mkv'), inner, fileEntry('notes.txt')]);
  const items = [dropped(fileEntry('a.txt')), dropped(outer), { kind: 'string' }];
  const { files, leftOut } = await readDropped({ items } as unknown as DataTransfer);
  expect(files.map(({ name }) => name)).toEqual(['a.txt', 'b.mkv', 'c.mp4']);
  expect(leftOut).toBe(2);
});
