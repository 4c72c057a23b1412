import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaptionFault } from './caption-fault.js';
import { type Cue, writeWebVtt } from './cue.js';
import { type CaptionLimits, readCaptions } from './read-captions.js';

const LIMITS: CaptionLimits = { maxCues: 3, maxCueChars: 60 };
const vtt = (...blocks: string[]) => readCaptions(['WEBVTT - a title', ...blocks].join('\n\n'), LIMITS);
const srt = (...blocks: string[]) => readCaptions(blocks.join('\n\n'), LIMITS);

function faultOf(read: () => unknown): CaptionFault {
  try {
    read();
  } catch (error) {
    if (error instanceof CaptionFault) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}
const mistakesIn = (read: () => unknown) => faultOf(read).mistakes.map(({ line, detail }) => `${line}: ${detail}`);

describe('WebVTT', () => {
  it('is read with names, comments, places and short times, in the order of the times', () =>
    expect(
      vtt(
        'STYLE\n::cue { color: red }',
        'NOTE a note',
        'REGION\nid:a',
        'two\n01:00:00.000 --> 01:00:01.250 line:0 align:start region:a bogus\nTwo\nlines',
        '00:01.500-->00:02.000\n- One',
        '00:04.000 --> 00:05.000\n',
        '   ',
      ),
    ).toEqual([
      { startSeconds: 1.5, endSeconds: 2, text: '- One', settings: '' },
      { startSeconds: 3_600, endSeconds: 3_601.25, text: 'Two\nlines', settings: 'line:0 align:start' },
    ]));

  it.each([
    ['<i.loud>a</i> &amp; b & c', '<i.loud>a</i> &amp; b &amp; c'],
    ['<v Bob &amp; Sue>x</v>', '<v Bob &amp; Sue>x</v>'],
    ['<lang de>ja</lang> <00:01.000>now', '<lang de>ja</lang> <00:01.000>now'],
    ['<ruby>漢<rt>kan</rt></ruby>', '<ruby>漢<rt>kan</rt></ruby>'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['<img src=x onerror=alert(1)>x', 'x'],
    ['<b onclick="x">a</b>', 'a</b>'],
    ['<<b>script>x', '&lt;<b>script&gt;x'],
    ['a < b > c', 'a  c'],
    ['a <', 'a &lt;'],
    ['a\u0007b\u001b', 'ab'],
    ['<font>\nx', 'x'],
  ])('of %j keeps %j', (text, kept) => expect(vtt(`00:01.000 --> 00:02.000\n${text}`)[0]?.text).toBe(kept));

  it.each<[string, string[], string[]]>([
    [
      'an end before its beginning',
      ['00:05.000 --> 00:02.000\nx'],
      ['3: The text ends (00:00:02.000) before it begins (00:00:05.000).'],
    ],
    ['an end at its beginning', ['00:05.000 --> 00:05.000\nx'], ['3: The text ends at the moment at which it begins.']],
    [
      'times of SubRip',
      ['1\n00:00:05,000 --> 00:00:06,000\nx'],
      ['4: These are no times. They look like this: 00:01:02.500 --> 00:01:04.000'],
    ],
    [
      'sixty seconds',
      ['00:60.000 --> 01:01.000\nx'],
      ['3: These are no times. They look like this: 00:01:02.500 --> 00:01:04.000'],
    ],
    [
      'text without times',
      ['00:01.000 --> 00:02.000\na', 'lost'],
      ['6: There are no times here, such as 00:01:02.500 --> 00:01:04.000'],
    ],
    [
      'no empty line between two',
      ['00:01.000 --> 00:02.000\na\n00:03.000 --> 00:04.000\nb'],
      ['5: The empty line before this text is missing.'],
    ],
    ['a NUL byte', ['00:01.000 --> 00:02.000\na\nb\0'], ['5: There is a NUL byte here, which no text has.']],
    [
      'a text that is too long',
      [`00:01.000 --> 00:02.000\n${'x'.repeat(61)}`],
      ['4: A text may have at most 60 characters, and this one has 61.'],
    ],
    [
      'several mistakes',
      ['x', '00:01.000 --> 00:02.000\na', 'y'],
      [
        '3: There are no times here, such as 00:01:02.500 --> 00:01:04.000',
        '8: There are no times here, such as 00:01:02.500 --> 00:01:04.000',
      ],
    ],
  ])('with %s is refused at its line', (_what, blocks, mistakes) =>
    expect(mistakesIn(() => vtt(...blocks))).toEqual(mistakes),
  );

  it('needs an empty line after its head', () =>
    expect(mistakesIn(() => readCaptions('WEBVTT\n00:01.000 --> 00:02.000\nx', LIMITS))).toEqual([
      '2: The empty line between WEBVTT and the first text is missing.',
    ]));
});

describe('SubRip', () => {
  it('is read as people write it', () =>
    expect(
      srt(
        '\n1\n00:00:01,500 --> 00:00:02,000  X1:10 X2:20\n<i>One</i> <font color="red">red</font> a & b',
        '00:00:03.5 --> 0:0:4\n{\\an8}{\\i1}Top <b>',
        '  ',
        'and on',
      ),
    ).toEqual([
      { startSeconds: 1.5, endSeconds: 2, text: '<i>One</i> red a &amp; b', settings: '' },
      { startSeconds: 3.5, endSeconds: 4, text: 'Top <b>\nand on', settings: 'line:0' },
    ]));

  it('shows what only looks like a tag', () =>
    expect(srt('1\n00:00:01,000 --> 00:00:02,000\n<script>x</script> --> y')[0]?.text).toBe(
      '&lt;script&gt;x&lt;/script&gt; --&gt; y',
    ));

  it.each<[string, string[], string[]]>([
    [
      'times that are none',
      ['1\n00:00:01,000 --> 00:00:02,000\na', '2\n00:00:0x,000 --> 00:00:03,000\nb'],
      ['6: These are no times. They look like this: 00:01:02,500 --> 00:01:04,000'],
    ],
    [
      'a number alone',
      ['1\n00:00:01,000 --> 00:00:02,000\na', '2'],
      ['5: There are no times here, such as 00:01:02,500 --> 00:01:04,000'],
    ],
    [
      'a text that goes on for too long',
      ['1\n00:00:01,000 --> 00:00:02,000\na', 'x'.repeat(59)],
      ['5: A text may have at most 60 characters, and this one has 61.'],
    ],
  ])('with %s is refused at its line', (_what, blocks, mistakes) =>
    expect(mistakesIn(() => srt(...blocks))).toEqual(mistakes),
  );
});

describe('any file', () => {
  const cues = (count: number) => Array.from({ length: count }, (_, at) => `00:0${at}.000 --> 00:09.000\nx`);
  it('takes its limits to the last one', () => {
    expect(vtt(...cues(3))).toHaveLength(3);
    expect(mistakesIn(() => vtt(...cues(4)))).toEqual(['12: A file may have at most 3 texts.']);
    expect(vtt(`00:01.000 --> 00:02.000\n${'x'.repeat(60)}`)).toHaveLength(1);
  });
  it('may end its lines as on any system', () =>
    expect(readCaptions('WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\na\rb\r\n', LIMITS)[0]?.text).toBe('a\nb'));
  it('tells of ten mistakes, and of the first one in its words', () => {
    const fault = faultOf(() => vtt(...Array<string>(12).fill('x')));
    expect(fault.mistakes).toHaveLength(10);
    expect(fault.message).toMatch(/^Line 3: There are no times here, .* There are 9 more mistakes\.$/);
  });
  it.each([
    '',
    '{"no": "captions"}',
    'WEBVTTish\n',
    '1\nfoo',
    '<!DOCTYPE html>\n<!-- x -->',
    'WEBVTT',
    'WEBVTT\n\n00:01.000 --> 00:02.000\n\n',
  ])('%j holds no captions', (text) => expect(faultOf(() => readCaptions(text, LIMITS)).kind).toBe('not-captions'));
});

it('what is read is written and read again as the same', () => {
  const cue = fc.record({
    startSeconds: fc.nat(9_999_999).map((ms) => ms / 1_000),
    lasts: fc.integer({ min: 1, max: 99_999 }),
    text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  });
  const without = { maxCues: Number.POSITIVE_INFINITY, maxCueChars: Number.POSITIVE_INFINITY };
  fc.assert(
    fc.property(fc.array(cue, { minLength: 1 }), (given) => {
      const source: Cue[] = given.map(({ startSeconds, lasts, text }) => ({
        ...{
          startSeconds,
          endSeconds: (startSeconds * 1_000 + lasts) / 1_000,
          text: `a${text.replace(/-->|\0|\s/g, '')}`,
        },
      }));
      const read = readCaptions(writeWebVtt(source), without);
      expect(readCaptions(writeWebVtt(read), without)).toEqual(read);
      expect(read).toHaveLength(source.length);
    }),
    { numRuns: 300 },
  );
});

it('reads a large file fast, whatever is in it', () => {
  const started = performance.now();
  for (const filler of ['\n', '<', '&', '{\\', '1\n', '-->\n', '<v ', 'x'])
    try {
      readCaptions(`1\n00:00:01,000 --> 00:00:02,000\n${filler.repeat(1_000_000)}`, { maxCues: 9, maxCueChars: 1e9 });
    } catch (error) {
      expect(error).toBeInstanceOf(CaptionFault);
    }
  expect(performance.now() - started).toBeLessThan(20_000);
});
