import { describe, expect, it } from 'vitest';
import type { CaptionFault } from './caption-fault.js';
import { readCaptionFile } from './read-caption-file.js';

const LIMITS = { maxCues: 9, maxCueChars: 99 };
const TEXT = '1\n00:00:01,000 --> 00:00:02,000\nSchön, “ja” – 日本';
const read = (bytes: Uint8Array, charset?: string) => readCaptionFile(bytes, { ...LIMITS, charset })[0]?.text;
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const faultOf = (bytes: Uint8Array, charset?: string): CaptionFault => {
  try {
    read(bytes, charset);
  } catch (error) {
    return error as CaptionFault;
  }
  throw new Error('nothing was wrong');
};
const windows1252 = Buffer.from(
  '1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:03,000 --> 00:00:04,000\n\x93Sch\xf6n\x94 \x96',
  'latin1',
);

describe('the encoding of captions', () => {
  it.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16, little end first', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['UTF-16, big end first', utf16be(`\ufeff${TEXT}`)],
    ['UTF-16 without a mark', Buffer.from(TEXT, 'utf16le')],
    ['UTF-16 without a mark, big end first', utf16be(TEXT)],
  ])('is told for %s', (_name, bytes) => expect(read(bytes)).toBe('Schön, “ja” – 日本'));

  it('is not guessed, and asked for at the first line that tells', () => {
    const { kind, mistakes } = faultOf(windows1252);
    expect([kind, mistakes.map(({ line }) => line)]).toEqual(['encoding', [7]]);
  });
  it.each([
    ['windows-1252', windows1252, 'a'],
    ['latin1', windows1252, 'a'],
  ])('is taken from one who says that it is %s', (charset, bytes) => {
    const texts = readCaptionFile(bytes, { ...LIMITS, charset }).map(({ text }) => text);
    expect(texts).toEqual(['a', '“Schön” –']);
  });
  it('may be one of the east', () => {
    const cyrillic = Buffer.concat([Buffer.from('1\n00:00:01,000 --> 00:00:02,000\n'), Buffer.of(0xcf, 0xf0, 0xe8)]);
    expect(read(cyrillic, 'windows-1251')).toBe('При');
  });
  it('is UTF-8 or is not, whoever says so', () => {
    expect(read(Buffer.from(TEXT), 'utf-8')).toBe('Schön, “ja” – 日本');
    expect(faultOf(windows1252, 'UTF8').kind).toBe('encoding');
    expect(faultOf(windows1252, 'klingon').message).toBe('The encoding “klingon” is not known here.');
    expect(faultOf(windows1252, 'shift_jis').message).toBe('The file is not in the encoding shift_jis.');
  });
});

it.each<[string, Uint8Array]>([
  ['nothing', Buffer.alloc(0)],
  ['NUL bytes', Buffer.alloc(99)],
  ['a picture', Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1')],
  ['a video', Buffer.from('\0\0\0\x18ftypmp42\0\0', 'latin1')],
  ['a mark alone', Buffer.from('\ufeff', 'utf16le')],
])('%s is no captions', (_what, bytes) => expect(faultOf(bytes).kind).toBe('not-captions'));
