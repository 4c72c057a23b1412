import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TIMEOUT_MS = 60_000;
const MAX_REPORT_BYTES = 64 * 1_024 ** 2;

/** How far a player came. */
export interface Played {
  seconds: number;
  /** Its words about what it did not like. */
  complaints: string;
}

/** Plays every rendition of a stream at once. @throws when ffmpeg gives up */
export async function playWithFfmpeg(url: string): Promise<Played> {
  const args = ['-nostdin', '-v', 'error', '-xerror', '-progress', 'pipe:1', '-i', url, '-map', '0', '-f', 'null', '-'];
  const { stdout, stderr } = await run('ffmpeg', args, { timeout: TIMEOUT_MS });
  const reports = [...stdout.matchAll(/^out_time_us=(\d+)$/gm)].map(([, us]) => Number(us) / 1e6);
  return { seconds: Math.max(0, ...reports), complaints: stderr.trim() };
}

const MPV = [
  '--no-config',
  '--vo=null',
  '--ao=null',
  '--ao-null-untimed',
  '--untimed',
  '--video-sync=desync',
  '--msg-level=all=warn,statusline=status',
];
const STATUS = /at ([\d.]+)\n?/g;
/** Moves of the cursor between two status lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they begin with
const CURSOR = /\x1b\[[\d;]*[A-Z]/g;

/** Plays what mpv chooses of a stream, as fast as it can. @throws when mpv gives up */
export async function playWithMpv(url: string): Promise<Played> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: mpv fills it in
  const args = [...MPV, '--term-status-msg=at ${=time-pos}\n', url];
  const { stdout, stderr } = await run('mpv', args, { timeout: TIMEOUT_MS, maxBuffer: MAX_REPORT_BYTES });
  const words = (stdout + stderr).replaceAll(CURSOR, '');
  const times = [...words.matchAll(STATUS)].map(([, seconds]) => Number(seconds));
  return { seconds: Math.max(0, ...times), complaints: words.replaceAll(STATUS, '').trim() };
}
