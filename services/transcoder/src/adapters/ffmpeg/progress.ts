/** One report of `ffmpeg -progress`. */
export interface Progress {
  /** Length of what was written so far; null before the first frame. */
  outTimeSeconds: number | null;
  frames: number;
}

/** Reads the key=value lines as they come, in pieces of any size, and tells at the end of each report. */
export function createProgressReader(onReport: (progress: Progress) => void): (text: string) => void {
  let rest = '';
  let current: Progress = { outTimeSeconds: null, frames: 0 };
  const readLine = (line: string) => {
    const [key, value = ''] = line.split('=', 2);
    const number = Number(value);
    if (key === 'out_time_us' && Number.isFinite(number)) current.outTimeSeconds = Math.max(0, number / 1_000_000);
    else if (key === 'frame' && Number.isFinite(number)) current.frames = number;
    else if (key === 'progress') {
      onReport(current);
      current = { ...current };
    }
  };
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(readLine);
  };
}
