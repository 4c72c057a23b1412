import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const ffmpeg = (args: string[], cwd?: string) =>
  run('ffmpeg', ['-nostdin', '-hide_banner', '-v', 'error', '-y', ...args], { cwd });

interface ClipOptions {
  folder: string;
  /** Its extension picks the container. */
  name: string;
  /** Pixels, such as `1920x1080`. */
  size: string;
  durationSeconds: number;
  /** Of the picture. */
  encoder: string[];
}

/** A moving picture of 24 frames a second with a key frame every 2 s, and a tone. Returns its path. */
export async function makeClip({ folder, name, size, durationSeconds, encoder }: ClipOptions): Promise<string> {
  const file = path.join(folder, name);
  await ffmpeg([
    ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=24:duration=${durationSeconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${durationSeconds}`],
    ...[...encoder, '-g', '48', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2', file],
  ]);
  return file;
}

/** The same clip over and over, packed anew without being encoded. */
export async function loop(clip: string, durationSeconds: number): Promise<string> {
  const file = clip.replace(/(\.\w+)$/, `-${durationSeconds}s$1`);
  await ffmpeg(['-stream_loop', '-1', '-i', clip, '-t', String(durationSeconds), '-c', 'copy', file]);
  return file;
}
