import { type Cue, plainCueText, readWebVttTiming } from '@kinora/captions';

function readBlock(block: string): Cue | string[] {
  const lines = block.split('\n').filter((line) => line.trim() !== '');
  // A cue may have a name of its own before its times.
  const at = lines.slice(0, 2).findIndex((line) => readWebVttTiming(line));
  const timing = readWebVttTiming(lines[at] ?? '');
  if (!timing) return lines;
  const { startSeconds, endSeconds } = timing;
  return { startSeconds, endSeconds, text: lines.slice(at + 1).join('\n') };
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
  return cues.filter(({ text }) => text).map((cue) => ({ ...cue, text: plainCueText(cue.text) }));
}
