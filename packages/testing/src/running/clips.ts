import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface ClipOptions {
  folder: string;
  durationSeconds: number;
  /** Pixels, such as `1280x720`. */
  size: string;
}

/** Makes an H.264 and AAC clip with a moving picture, a tone and a key frame every 2 s, like those that people upload. Returns its path. */
export async function makeClip({ folder, durationSeconds, size }: ClipOptions): Promise<string> {
  const file = path.join(folder, `clip-${size}-${durationSeconds}s.mp4`);
  const picture = `testsrc2=size=${size}:rate=24:duration=${durationSeconds}`;
  const sound = `sine=frequency=440:sample_rate=48000:duration=${durationSeconds}`;
  await run('ffmpeg', [
    ...['-nostdin', '-v', 'error', '-y'],
    ...['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '48', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest', file],
  ]);
  return file;
}
