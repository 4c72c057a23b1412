/** A text and when it is shown. */
export interface Cue {
  startSeconds: number;
  endSeconds: number;
  /** WebVTT cue text, without empty lines. */
  text: string;
  /** WebVTT cue settings, such as `line:0 align:start`; empty for the usual place. */
  settings?: string;
}

/** A WebVTT timestamp with hours (W3C WebVTT, section 4.1). */
export function formatTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1_000);
  const pad = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, '0');
  const [hours, minutes] = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60];
  return `${pad(hours)}:${pad(minutes)}:${pad((milliseconds / 1_000) % 60)}.${pad(milliseconds % 1_000, 3)}`;
}

/** A WebVTT cue block with the empty line before it. */
export const writeCue = ({ startSeconds, endSeconds, text, settings }: Cue): string =>
  `\n${formatTime(startSeconds)} --> ${formatTime(endSeconds)}${settings ? ` ${settings}` : ''}\n${text}\n`;

/** A whole WebVTT file. */
export const writeWebVtt = (cues: readonly Cue[]): string => `WEBVTT\n${cues.map(writeCue).join('')}`;
