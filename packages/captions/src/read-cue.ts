import type { Block } from './blocks.js';
import type { Mistake } from './caption-fault.js';
import type { CaptionFormat } from './caption-format.js';
import { type Cue, formatTime } from './cue.js';
import { ARROW } from './timing.js';

/** Control characters, of which none belongs into a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

export const withoutEmptyLines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');

/** The place of the line with the times: a cue may have a name or a number before it. -1 for a block that is no cue. */
export const timingAt = ({ lines }: Block): number => lines.slice(0, 2).findIndex((line) => line.includes(ARROW));

/** Reads a block that has times. */
export function readCue({ line: first, lines }: Block, at: number, format: CaptionFormat): Cue | Mistake {
  const line = first + at;
  const timing = format.readTiming(lines[at] ?? '');
  if (!timing) return { line, detail: `These are no times. They look like this: ${format.example}` };
  const { startSeconds, endSeconds } = timing;
  if (endSeconds < startSeconds)
    return {
      line,
      detail: `The text ends (${formatTime(endSeconds)}) before it begins (${formatTime(startSeconds)}).`,
    };
  if (endSeconds === startSeconds) return { line, detail: 'The text ends at the moment at which it begins.' };
  const next = lines.findIndex((text, place) => place > at && format.readTiming(text));
  if (next > 0) return { line: first + next, detail: 'The empty line before this text is missing.' };
  const { text, settings } = format.clean(lines.slice(at + 1).join('\n'), timing.settings);
  return { startSeconds, endSeconds, text: withoutEmptyLines(text.replace(CONTROLS, '')), settings };
}
