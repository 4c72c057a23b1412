import { type Block, blocksOf } from './blocks.js';
import { CaptionFault, type Mistake } from './caption-fault.js';
import { type CaptionFormat, formatOf, WEBVTT } from './caption-format.js';
import type { Cue } from './cue.js';
import { readCue, timingAt, withoutEmptyLines } from './read-cue.js';
import { ARROW } from './timing.js';

export interface CaptionLimits {
  maxCues: number;
  /** Of one cue. */
  maxCueChars: number;
}

/** A file as far as it was read. */
interface Reading {
  format: CaptionFormat;
  maxCueChars: number;
  cues: Cue[];
}

/** Nobody mends more of them at once. */
const MAX_MISTAKES = 10;

const isMistake = (read: Cue | Mistake): read is Mistake => 'detail' in read;

const tooLong = (line: number, chars: number, maxCueChars: number): Mistake | undefined =>
  chars > maxCueChars
    ? { line, detail: `A text may have at most ${maxCueChars} characters, and this one has ${chars}.` }
    : undefined;

function withNul({ line, lines }: Block): Mistake | undefined {
  const at = lines.findIndex((text) => text.includes('\0'));
  return at < 0 ? undefined : { line: line + at, detail: 'There is a NUL byte here, which no text has.' };
}

/** People leave empty lines within a text. */
function goOn({ line, lines }: Block, { format, cues, maxCueChars }: Reading): Mistake | undefined {
  const last = cues.at(-1);
  if (!last || !format.goesOn(lines)) return { line, detail: `There are no times here, such as ${format.example}` };
  last.text = withoutEmptyLines(`${last.text}\n${format.clean(lines.join('\n'), '').text}`);
  return tooLong(line, last.text.length, maxCueChars);
}

function readBlock(block: Block, reading: Reading): Mistake | undefined {
  const { format, maxCueChars, cues } = reading;
  const isBlank = block.lines.every((line) => line.trim() === '');
  if (isBlank || format.isAside(block.lines[0] ?? '')) return undefined;
  const at = timingAt(block);
  const chars = block.lines.slice(at + 1).join('\n').length;
  const wrong = withNul(block) ?? tooLong(block.line + at + 1, chars, maxCueChars);
  if (wrong) return wrong;
  if (at < 0) return goOn(block, reading);
  const read = readCue(block, at, format);
  if (isMistake(read)) return read;
  cues.push(read);
  return undefined;
}

/** The head of a WebVTT file ends with its first empty line. */
function readHead({ line, lines }: Block): Mistake | undefined {
  const at = lines.findIndex((text) => text.includes(ARROW));
  if (at < 0) return undefined;
  return { line: line + at, detail: 'The empty line between WEBVTT and the first text is missing.' };
}

const wrongAt = (mistakes: Mistake[]): CaptionFault => {
  const [{ line, detail } = { line: 1, detail: '' }, ...more] = mistakes;
  const others = more.length > 0 ? ` There are ${more.length} more mistakes.` : '';
  return new CaptionFault('mistakes', `Line ${line}: ${detail}${others}`, mistakes);
};

export const normalized = (text: string): string => text.replace(/\r\n?/g, '\n');

/**
 * Reads WebVTT or SubRip, and returns the cues in the order of their beginnings, as WebVTT has them.
 * @throws CaptionFault that says in which lines what is wrong
 */
export function readCaptions(text: string, { maxCues, maxCueChars }: CaptionLimits): Cue[] {
  const lines = normalized(text);
  const format = formatOf(lines);
  if (!format) throw new CaptionFault('not-captions', 'It begins neither like WebVTT nor like SubRip (SRT).');
  const reading: Reading = { format, maxCueChars, cues: [] };
  const mistakes: Mistake[] = [];
  let isHead = format === WEBVTT;
  for (const block of blocksOf(lines, format.isEmpty)) {
    const mistake = isHead ? readHead(block) : readBlock(block, reading);
    isHead = false;
    if (mistake && mistakes.push(mistake) >= MAX_MISTAKES) break;
    if (reading.cues.length > maxCues)
      throw wrongAt([{ line: block.line, detail: `A file may have at most ${maxCues} texts.` }]);
  }
  if (mistakes.length > 0) throw wrongAt(mistakes);
  const cues = reading.cues.filter((cue) => cue.text !== '');
  if (cues.length === 0) throw new CaptionFault('not-captions', 'There is no text in it.');
  return cues.sort((a, b) => a.startSeconds - b.startSeconds);
}
