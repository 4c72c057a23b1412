import { execFile } from 'node:child_process';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Video } from '@kinora/contracts';
import { logIn, makeClip, type Person, startKinora } from '@kinora/testing/running';
import { encodeArguments } from '@kinora/transcoder/encode-arguments';
import { planTranscode, type TranscodePlan } from '@kinora/transcoder/plan';
import { readProbeReport } from '@kinora/transcoder/probe-report';
import { type Measure, median, seconds } from './numbers.js';

const run = promisify(execFile);
const ROUNDS = 3;
const CLIP = { durationSeconds: 30, size: '1280x720' };
const WALL_TIME_BAR = 1.15;
/** Wide enough for every clip of a benchmark. */
const LIMITS = { maxStreams: 64, maxAudioTracks: 8, maxPixelsPerFrame: 8_192 * 8_192 };

async function planOf(clip: string): Promise<TranscodePlan> {
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', clip]);
  const plan = planTranscode(readProbeReport(stdout, 'mp4', (await stat(clip)).size), LIMITS);
  if (!plan) throw new Error('the clip has no picture');
  return plan;
}

/** The worker's own command line, but reading the file itself: no loopback server, no storage, nothing published. */
function bareCommand(plan: TranscodePlan, clip: string): string[] {
  const args = encodeArguments({ plan, threads: 0, input: { url: clip, demuxer: 'mov', ...LIMITS } });
  return args.map((arg, at) => (args[at - 1] === '-protocol_whitelist' ? 'file' : arg));
}

async function encodeBare(plan: TranscodePlan, clip: string, folder: string): Promise<void> {
  const names = [...plan.rungs, ...plan.audio].map(({ name }) => name);
  await Promise.all(names.map((name) => mkdir(path.join(folder, name), { recursive: true })));
  await run('ffmpeg', bareCommand(plan, clip), { cwd: folder });
  await rm(folder, { recursive: true });
}

/** From the answer to the upload to `ready`: the queue, the probe, the encode, the storage, the playlists, the rows. */
async function encodeByWorker(person: Person, clip: string): Promise<number> {
  const response = await person.upload(clip);
  const { id } = (await response.json()) as Video;
  const tookSeconds = await seconds(async () => {
    const video = await person.finished(id);
    if (video.state !== 'ready') throw new Error(`the video ended ${video.state}`);
  });
  await person.fetch(`/api/v1/studio/videos/${id}`, { method: 'DELETE' });
  return tookSeconds;
}

/** The worker against the same ladder as one bare ffmpeg command, by turns. */
export async function benchTranscode(folder: string, say: (line: string) => void): Promise<Measure[]> {
  const clip = await makeClip({ folder, ...CLIP });
  const plan = await planOf(clip);
  const kinora = await startKinora({ dataFolder: path.join(folder, 'data-transcode') });
  try {
    const person = await logIn(kinora);
    say(`transcode: ${plan.rungs.length} rungs`);
    const bare: number[] = [];
    const worker: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await seconds(() => encodeBare(plan, clip, path.join(folder, 'bare'))));
      worker.push(await encodeByWorker(person, clip));
    }
    return [
      {
        what: 'wall time of the worker against one bare ffmpeg command, 30 s of 720p',
        value: median(worker) / median(bare),
        unit: '',
        bar: { at: 'most', value: WALL_TIME_BAR },
        note: `${median(worker).toFixed(1)} s against ${median(bare).toFixed(1)} s, median of ${ROUNDS}`,
      },
    ];
  } finally {
    await kinora.stop();
  }
}
