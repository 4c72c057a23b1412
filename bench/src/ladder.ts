import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { LADDER_STREAM_FILE, type Video } from '@kinora/contracts';
import { type Kinora, logIn, type Person, startKinora } from '@kinora/testing/running';
import { planTranscode, type TranscodePlan } from '@kinora/transcoder/plan';
import { readProbeReport } from '@kinora/transcoder/probe-report';
import { ffmpeg, makeClip } from './clips.js';
import { type Measure, median, seconds } from './numbers.js';

const run = promisify(execFile);
const ROUNDS = 5;
const CLIP_SECONDS = 60;
const POLL_MS = 50;
const GIVE_UP_MS = 600_000;
const SERIAL_BAR = 0.45;
const ONE_COMMAND_BAR = 1.1;
type Rung = TranscodePlan['rungs'][number];

async function rungsOf(clip: string): Promise<Rung[]> {
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', clip]);
  const plan = planTranscode(readProbeReport(stdout, { container: 'mp4', sizeBytes: (await stat(clip)).size }), {
    maxAudioTracks: 1,
    maxSubtitleTracks: 1,
  });
  if (!plan) throw new Error('the clip has no picture');
  return plan.rungs;
}

const packed = (name: string): string[] => [
  ...['-f', 'hls', '-hls_time', '4', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
  ...['-hls_fmp4_init_filename', 'init.mp4', '-hls_segment_filename', `${name}/%05d.m4s`, `${name}/index.m3u8`],
];
const encoded = ({ quality, maxBitrateBps, bufferBits, profile }: Rung): string[] => [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', profile, '-crf', String(quality)],
  ...['-maxrate', String(maxBitrateBps), '-bufsize', String(bufferBits), '-sc_threshold', '0'],
];
const scaled = ({ width, height }: Rung): string => `scale=${width}:${height}:flags=bicubic,setsar=1`;

/** One rung after the other, the sound with the first: what people write who do not think of the time. */
async function encodeSerially(clip: string, rungs: Rung[], cwd: string): Promise<void> {
  for (const [at, rung] of rungs.entries()) {
    const sound = at === 0 ? ['-map', '0:a', '-c:a', 'aac', '-b:a', '128k', ...packed('audio')] : [];
    await ffmpeg(
      ['-i', clip, '-map', '0:v', '-vf', scaled(rung), ...encoded(rung), '-g', '48', ...packed(rung.name), ...sound],
      cwd,
    );
  }
}

/** The top rung and the sound as they are, one decode for the rungs below, each scaled from the one above: what a person writes who knows the clip. */
async function encodeAtOnce(clip: string, rungs: Rung[], cwd: string): Promise<void> {
  const [top, ...lower] = rungs;
  const graph = lower.map((rung, at) => {
    const isLast = at === lower.length - 1;
    return `[${at === 0 ? '0:v' : `s${at}`}]${scaled(rung)}${isLast ? '' : ',split=2'}[${rung.name}]${isLast ? '' : `[s${at + 1}]`}`;
  });
  const outputs = lower.flatMap((rung) => [
    ...['-map', `[${rung.name}]`, ...encoded(rung), '-force_key_frames', 'source', '-g', '100000'],
    ...packed(rung.name),
  ]);
  const copies = [
    '-map',
    '0:v',
    '-c',
    'copy',
    ...packed(top?.name ?? ''),
    '-map',
    '0:a',
    '-c',
    'copy',
    ...packed('audio'),
  ];
  await ffmpeg(['-i', clip, '-filter_complex', graph.join(';'), ...copies, ...outputs], cwd);
}

async function inEmptyFolder(folder: string, rungs: Rung[], work: (cwd: string) => Promise<void>): Promise<number> {
  const cwd = path.join(folder, 'bare');
  await Promise.all(
    ['audio', ...rungs.map(({ name }) => name)].map((name) => mkdir(path.join(cwd, name), { recursive: true })),
  );
  const took = await seconds(() => work(cwd));
  await rm(cwd, { recursive: true });
  return took;
}

/** Asks the API only when the store has the whole stream: each question takes the time of four services, on the machine that is measured. */
async function untilReady({ dataFolder }: Kinora, person: Person, id: string): Promise<void> {
  const stream = path.join(dataFolder, 'objects', 'hls', id, '1', LADDER_STREAM_FILE);
  for (const deadline = Date.now() + GIVE_UP_MS; !existsSync(stream) && Date.now() < deadline; ) await delay(POLL_MS);
  const { state } = await person.finished(id);
  if (state !== 'ready') throw new Error(`the video ended ${state}`);
}

/** From the answer to the upload to `ready`: the queue, the probe, the encode, the pictures, the storage, the rows. */
async function encodeByWorker(kinora: Kinora, person: Person, clip: string): Promise<number> {
  const response = await person.upload(clip);
  const { id } = (await response.json()) as Video;
  const took = await seconds(() => untilReady(kinora, person, id));
  await person.remove(id);
  return took;
}

function measuresOf(worker: number[], serial: number[], atOnce: number[]): Measure[] {
  const against = (other: number[], what: string, bar: number): Measure => ({
    what: `the whole ladder of ${CLIP_SECONDS} s of 1080p H.264 by a worker, against ${what}`,
    value: median(worker) / median(other),
    unit: '',
    bar: { at: 'most', value: bar },
    note: `${median(worker).toFixed(1)} s against ${median(other).toFixed(1)} s, median of ${ROUNDS}`,
  });
  return [
    against(serial, 'the same rungs one after the other by bare ffmpeg', SERIAL_BAR),
    against(atOnce, 'one command written by hand', ONE_COMMAND_BAR),
  ];
}

/** The worker against bare ffmpeg, by turns. */
export async function benchLadder(folder: string, say: (line: string) => void): Promise<Measure[]> {
  const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '4M', '-maxrate', '6M', '-bufsize', '6M'];
  const clip = await makeClip({
    folder,
    name: 'ladder.mp4',
    size: '1920x1080',
    durationSeconds: CLIP_SECONDS,
    encoder,
  });
  const rungs = await rungsOf(clip);
  const kinora = await startKinora({ dataFolder: path.join(folder, 'data-ladder') });
  const [worker, serial, atOnce]: [number[], number[], number[]] = [[], [], []];
  try {
    const person = await logIn(kinora);
    for (let round = 0; round < ROUNDS; round++) {
      worker.push(await encodeByWorker(kinora, person, clip));
      atOnce.push(await inEmptyFolder(folder, rungs, (cwd) => encodeAtOnce(clip, rungs, cwd)));
      serial.push(await inEmptyFolder(folder, rungs, (cwd) => encodeSerially(clip, rungs, cwd)));
      say(`ladder: ${[worker, atOnce, serial].map((times) => times.at(-1)?.toFixed(1)).join(', ')} s`);
    }
    return measuresOf(worker, serial, atOnce);
  } finally {
    await kinora.stop();
  }
}
