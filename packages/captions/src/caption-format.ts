import type { Cue } from './cue.js';
import { plainCueText, safeCueText } from './cue-text.js';
import { readSubRipTiming, readWebVttTiming } from './timing.js';

/** How a kind of file is read. */
export interface CaptionFormat {
  isEmpty(line: string): boolean;
  readTiming: typeof readWebVttTiming;
  /** How its times look. */
  example: string;
  /** A block without times that means nothing to viewers. */
  isAside(firstLine: string): boolean;
  /** Whether a block without times goes on with the text of the cue before it. */
  goesOn(lines: string[]): boolean;
  clean(text: string, settings: string): Required<Pick<Cue, 'text' | 'settings'>>;
}

/** W3C WebVTT, section 4.4. A region is named in the head of its file, which is not kept. */
const SETTING =
  /^(?:vertical:(?:rl|lr)|line:-?\d+(?:\.\d+)?%?(?:,(?:start|center|end))?|position:\d+(?:\.\d+)?%(?:,(?:line-left|center|line-right))?|size:\d+(?:\.\d+)?%|align:(?:start|center|end|left|right))$/;

export const WEBVTT: CaptionFormat = {
  isEmpty: (line) => line === '',
  readTiming: readWebVttTiming,
  example: '00:01:02.500 --> 00:01:04.000',
  isAside: (line) => /^NOTE(?:[ \t]|$)|^(?:STYLE|REGION)[ \t]*$/.test(line),
  goesOn: () => false,
  clean: (text, settings) => ({
    text: safeCueText(text),
    settings: settings
      .split(/[ \t]+/)
      .filter((setting) => SETTING.test(setting))
      .join(' '),
  }),
};

/** What SubRip took over from Advanced SubStation: of it all only the place at the top is kept. */
const OVERRIDE = /\{\\[^{}]*\}/g;
const AT_THE_TOP = /\{\\an[789]\b[^{}]*\}/;
const FONT = /<\/?font[^<>]*>/gi;

const SUBRIP: CaptionFormat = {
  isEmpty: (line) => line.trim() === '',
  readTiming: readSubRipTiming,
  example: '00:01:02,500 --> 00:01:04,000',
  isAside: () => false,
  goesOn: (lines) => lines.some((line) => !/^\s*\d+\s*$/.test(line)),
  clean: (text) => ({
    text: plainCueText(text.replace(OVERRIDE, '').replace(FONT, '')),
    settings: AT_THE_TOP.test(text) ? 'line:0' : '',
  }),
};

const WEBVTT_HEAD = /^WEBVTT(?:[ \t\n]|$)/;
const SUBRIP_HEAD = /^\s*(?:\d+[ \t]*\n)?[^\n]*\d[^\n]*-->/;

/** Told by the beginning of a text; undefined for what is neither. */
export function formatOf(text: string): CaptionFormat | undefined {
  if (WEBVTT_HEAD.test(text)) return WEBVTT;
  return SUBRIP_HEAD.test(text) ? SUBRIP : undefined;
}
