/** A line is held no longer than this until its end comes. */
const MAX_LINE_CHARS = 4_000;
/** What ffmpeg says of H.264, by `-loglevel level+…`. */
const ERROR = /\bh264 @ 0x[0-9a-f]+\] \[(error|fatal)\]/;
/** Said of pictures that are whole too: of how they are kept for others to lean on. */
const HARMLESS =
  /mmco:|reference picture missing|missing reference picture|number of reference frames|co located POCs|short term buffer/i;

const isDamage = (line: string): boolean => ERROR.test(line) && !HARMLESS.test(line);

/** Reads standard error as it comes, in pieces of any size, and tells of each line that says that H.264 is damaged. */
export function createDecodeErrorReader(onDamage: () => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(-MAX_LINE_CHARS);
    for (const line of lines) if (isDamage(line)) onDamage();
  };
}
