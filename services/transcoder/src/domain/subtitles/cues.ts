/** A text and when it is shown. */
export interface Cue {
  startSeconds: number;
  endSeconds: number;
  /** WebVTT cue text, without empty lines. */
  text: string;
}

const TIME = String.raw`(?:(\d+):)?(\d\d):(\d\d\.\d{3})`;
const TIMING = new RegExp(`^${TIME} --> ${TIME}`);
/** Everything that is no tag for bold, italics or underlines is text. */
const SPAN = /(<\/?[biu]>)/;
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const seconds = (hours = '0', minutes = '0', rest = '0'): number =>
  Number(hours) * 3_600 + Number(minutes) * 60 + Number(rest);

const escaped = (text: string): string =>
  text
    .split(SPAN)
    .map((part) => (SPAN.test(part) ? part : part.replace(/[&<>]/g, (character) => ESCAPES[character] ?? '')))
    .join('');

function readBlock(block: string): Cue | string[] {
  const lines = block.split('\n').filter((line) => line.trim() !== '');
  // A cue may have a name of its own before its times.
  const at = lines.slice(0, 2).findIndex((line) => TIMING.test(line));
  if (at < 0) return lines;
  const [, ...parts] = TIMING.exec(lines[at] ?? '') ?? [];
  return {
    startSeconds: seconds(parts[0], parts[1], parts[2]),
    endSeconds: seconds(parts[3], parts[4], parts[5]),
    text: lines.slice(at + 1).join('\n'),
  };
}

/**
 * Reads the WebVTT that ffmpeg writes, which leaves the text as it was: with characters that mean something in WebVTT (W3C WebVTT,
 * 4.2.2), and with empty lines, which end a cue for players.
 */
export function readCues(webVtt: string): Cue[] {
  const cues: Cue[] = [];
  for (const block of webVtt
    .replaceAll('\r', '')
    .split(/\n{2,}/)
    .slice(1)) {
    const read = readBlock(block);
    const last = cues.at(-1);
    if (!Array.isArray(read)) cues.push(read);
    else if (last?.text) last.text = [last.text, ...read].join('\n');
  }
  return cues.filter(({ text }) => text).map((cue) => ({ ...cue, text: escaped(cue.text) }));
}
