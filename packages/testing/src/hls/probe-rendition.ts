import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_REPORT_BYTES = 256 * 1_024 ** 2;

export interface ProbedStream {
  codec_type: string;
  codec_name: string;
  profile?: string;
  level?: number;
  width?: number;
  height?: number;
  pix_fmt?: string;
  sample_aspect_ratio?: string;
  channels?: number;
  side_data_list?: unknown[];
}

/** One packet as ffprobe sees it; `pos` is its place in the file. */
export interface ProbedPacket {
  pts_time: string;
  duration_time?: string;
  pos: string;
  flags: string;
}

interface ProbedRendition {
  streams: ProbedStream[];
  packets: ProbedPacket[];
}

/** What ffprobe finds in a rendition whose init segment and segments were put together in one file. */
export async function probeRendition(file: string): Promise<ProbedRendition> {
  const { stdout } = await run(
    'ffprobe',
    [
      '-v',
      'error',
      '-show_streams',
      '-show_packets',
      '-show_entries',
      'packet=pts_time,duration_time,pos,flags',
      '-of',
      'json',
      file,
    ],
    { maxBuffer: MAX_REPORT_BYTES },
  );
  return JSON.parse(stdout) as ProbedRendition;
}

/** Decodes all of it. @throws with ffmpeg's words when it cannot */
export async function decodeWhole(file: string): Promise<void> {
  const { stderr } = await run('ffmpeg', ['-nostdin', '-v', 'error', '-xerror', '-i', file, '-f', 'null', '-']);
  if (stderr.trim()) throw new Error(stderr);
}

/** Decodes the first picture or sound of each file, all by one ffmpeg. @throws with ffmpeg's words when it cannot */
export async function decodeStarts(files: string[]): Promise<void> {
  const inputs = files.flatMap((file) => ['-i', file]);
  const outputs = files.flatMap((_, i) => ['-map', `${i}:0`, '-frames', '1', '-f', 'null', '-']);
  const { stderr } = await run('ffmpeg', ['-nostdin', '-v', 'error', '-xerror', ...inputs, ...outputs]);
  if (stderr.trim()) throw new Error(stderr);
}
