import path from 'node:path';
import type { Video } from '@kinora/contracts';
import { type Kinora, logIn, type Person, startKinora } from '@kinora/testing/running';
import { makeClip } from './clips.js';
import { type Measure, median, seconds } from './numbers.js';
import { startSecondWorker } from './second-worker.js';

const ROUNDS = 3;
const VIDEOS = 8;
const BAR = 1.8;

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
  const took = await seconds(async () => {
    const videos = await Promise.all(ids.map((id) => person.finished(id, 600_000)));
    const bad = videos.find(({ state }) => state !== 'ready');
    if (bad) throw new Error(`a video ended ${bad.state}`);
  });
  for (const id of ids) await person.fetch(`/api/v1/studio/videos/${id}`, { method: 'DELETE' });
  return took;
}

/** One worker against two on the same machine, each ffmpeg with one thread, by turns. */
export async function benchWorkers(folder: string, say: (line: string) => void): Promise<Measure[]> {
  const encoder = ['-c:v', 'mpeg4', '-q:v', '4'];
  const clip = await makeClip({ folder, name: 'short.avi', size: '1280x720', durationSeconds: 6, encoder });
  const kinora = await startKinora({ dataFolder: path.join(folder, 'data-workers'), env: { FFMPEG_THREADS: '1' } });
  const [one, two]: [number[], number[]] = [[], []];
  try {
    const person = await logIn(kinora);
    for (let round = 0; round < ROUNDS; round++) {
      one.push(await emptyQueue(kinora, person, clip));
      const second = await startSecondWorker(kinora);
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
