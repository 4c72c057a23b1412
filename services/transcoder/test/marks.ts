import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_BUFFER_BYTES = 64 * 1_024 ** 2;

const SAMPLES_PER_SECOND = 16_000;
const FRAMES_PER_SECOND = 100;
const LOUD = 2_000;
const BRIGHT = 128;
/** A mark begins after this much without one. */
const PAUSE_SECONDS = 0.3;

/** What a clip shows and sounds: every two seconds, one second after the start, both for a tenth of a second. */
const IS_MARKED = 'between(mod(t\\,2)\\,1\\,1.1)';
export const FLASHES = (seconds: number) =>
  `color=black:size=160x90:rate=25:duration=${seconds},drawbox=t=fill:color=white:enable='${IS_MARKED}'`;
export const CLICKS = (seconds: number, sampleRateHz: number, volume = 0.5) =>
  `aevalsrc='if(${IS_MARKED}\\,${volume}*sin(2*PI*1000*t)\\,0)':s=${sampleRateHz}:d=${seconds}`;

async function decode(file: string, options: string[]): Promise<Buffer> {
  const args = ['-nostdin', '-v', 'error', '-copyts', '-i', file, ...options, '-'];
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer', maxBuffer: MAX_BUFFER_BYTES });
  return stdout;
}

function starts(count: number, perSecond: number, isMarked: (at: number) => boolean): number[] {
  const found: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at++) {
    if (!isMarked(at)) continue;
    if (at - last > PAUSE_SECONDS * perSecond) found.push(at / perSecond);
    last = at;
  }
  return found;
}

/** When clicks begin, in seconds, counted in samples: in a rendition there is no hole between them. */
export async function clickSeconds(file: string): Promise<number[]> {
  const bytes = await decode(file, ['-ac', '1', '-ar', String(SAMPLES_PER_SECOND), '-f', 's16le']);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 2));
  return starts(samples.length, SAMPLES_PER_SECOND, (at) => Math.abs(samples[at] ?? 0) > LOUD);
}

/** When flashes begin, in seconds. */
export async function flashSeconds(file: string): Promise<number[]> {
  const onClock = `fps=${FRAMES_PER_SECOND}:start_time=0,scale=1:1,format=gray`;
  const luma = await decode(file, ['-vf', onClock, '-f', 'rawvideo']);
  return starts(luma.length, FRAMES_PER_SECOND, (at) => (luma[at] ?? 0) > BRIGHT);
}

/** Peak and loudness of what is heard, in dB of full scale. */
export async function levels(file: string): Promise<{ peakDb: number; meanDb: number }> {
  const args = ['-nostdin', '-hide_banner', '-i', file, '-af', 'volumedetect', '-f', 'null', '-'];
  const { stderr } = await run('ffmpeg', args);
  const read = (name: string) => Number(new RegExp(`${name}_volume: (\\S+) dB`).exec(stderr)?.[1] ?? Number.NaN);
  return { peakDb: read('max'), meanDb: read('mean') };
}
