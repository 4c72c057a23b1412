import type { Cue } from './cue.js';

export const ARROW = '-->';

type Timing = Pick<Cue, 'startSeconds' | 'endSeconds'> & { settings: string };

/** W3C WebVTT, sections 4.1 and 6.3. */
const WEBVTT_TIME = String.raw`(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})`;
/** SubRip is written by hand too: with a full stop, without leading zeros. */
const SUBRIP_TIME = String.raw`(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)(?:[,.](\d{1,3}))?`;
const timing = (time: string): RegExp => new RegExp(String.raw`^\s*${time}\s*-->\s*${time}(?:[ \t]+(.*))?$`);
const WEBVTT = timing(WEBVTT_TIME);
const SUBRIP = timing(SUBRIP_TIME);

const seconds = (hours = '0', minutes = '0', whole = '0', fraction = '0'): number =>
  (Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(whole) * 1_000 + Number(fraction.padEnd(3, '0'))) /
  1_000;

function read(pattern: RegExp, line: string): Timing | undefined {
  const [matched, h1, m1, s1, f1, h2, m2, s2, f2, settings = ''] = pattern.exec(line) ?? [];
  if (matched === undefined) return undefined;
  return { startSeconds: seconds(h1, m1, s1, f1), endSeconds: seconds(h2, m2, s2, f2), settings };
}

/** The line of a WebVTT cue that says when and where; undefined for any other line. */
export const readWebVttTiming = (line: string): Timing | undefined => read(WEBVTT, line);
/** The same of SubRip. */
export const readSubRipTiming = (line: string): Timing | undefined => read(SUBRIP, line);
