import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Video } from '@kinora/contracts';
import { type Kinora, logIn, type Person, startKinora } from '@kinora/testing/running';
import { makeClip } from './clips.js';
import { type Measure, median, seconds } from './numbers.js';
import { startSecondWorker } from './second-worker.js';

const ROUNDS = 3;
const VIDEOS = 8;
const BAR = 1.8;
/** Seldom enough that asking takes no time worth the name from the workers. */
const LOOK_MS = 500;
const QUEUE_TIMEOUT_MS = 600_000;

/** Holds a process, with the threads and children it has and will have, to one processor (taskset(1)). */
const holdTo = (processor: number, pid: number) =>
  promisify(execFile)('taskset', ['--all-tasks', '--cpu-list', '--pid', String(processor), String(pid)]);

/** One look at the list tells of all videos at once. */
async function untilAllReady(person: Person): Promise<void> {
  for (const deadline = Date.now() + QUEUE_TIMEOUT_MS; ; await delay(LOOK_MS)) {
    const { videos } = (await (await person.fetch('/api/v1/studio/videos')).json()) as { videos: Video[] };
    const bad = videos.find(({ state }) => state === 'failed');
    if (bad) throw new Error(`a video failed: ${bad.failure?.detail}`);
    if (videos.every(({ state }) => state === 'ready')) return;
    if (Date.now() > deadline) throw new Error('the queue is not empty in time');
  }
}

/** Halts the worker while the queue is filled. @returns how long it takes to empty it */
async function emptyQueue(kinora: Kinora, person: Person, clip: string): Promise<number> {
  const pid = await kinora.pidOf('transcoder');
  process.kill(pid, 'SIGSTOP');
  const ids: string[] = [];
  try {
    for (let i = 0; i < VIDEOS; i++) ids.push(((await (await person.upload(clip)).json()) as Video).id);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  const took = await seconds(() => untilAllReady(person));
  for (const id of ids) await person.remove(id);
  return took;
}

/** One worker against two on the same machine, by turns, each held to one processor of its own. */
export async function benchWorkers(folder: string, say: (line: string) => void): Promise<Measure[]> {
  const encoder = ['-c:v', 'mpeg4', '-q:v', '4'];
  const clip = await makeClip({ folder, name: 'short.avi', size: '1280x720', durationSeconds: 6, encoder });
  const kinora = await startKinora({ dataFolder: path.join(folder, 'data-workers'), env: { FFMPEG_THREADS: '1' } });
  const [one, two]: [number[], number[]] = [[], []];
  try {
    const person = await logIn(kinora);
    await holdTo(0, await kinora.pidOf('transcoder'));
    for (let round = 0; round < ROUNDS; round++) {
      one.push(await emptyQueue(kinora, person, clip));
      const second = await startSecondWorker(kinora);
      await holdTo(1, second.pid);
      two.push(await emptyQueue(kinora, person, clip).finally(second.stop));
      say(`workers: ${VIDEOS} videos in ${one.at(-1)?.toFixed(1)} s by one, in ${two.at(-1)?.toFixed(1)} s by two`);
    }
  } finally {
    await kinora.stop();
  }
  return [
    {
      what: 'two workers of one thread against one',
      value: median(one) / median(two),
      unit: '',
      bar: { at: 'least', value: BAR },
      note: `${VIDEOS} videos in ${median(two).toFixed(1)} s against ${median(one).toFixed(1)} s, median of ${ROUNDS}`,
    },
  ];
}
