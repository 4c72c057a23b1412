import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FIRST_STREAM_FILE, GROWING_STREAM_FILE, type Video } from '@kinora/contracts';
import { type Kinora, logIn, type Person, startKinora } from '@kinora/testing/running';
import { loop, makeClip } from './clips.js';
import { type Measure, median, seconds } from './numbers.js';
import { sendForm } from './send-form.js';

const ROUNDS = 7;
const POLL_MS = 10;
const GIVE_UP_MS = 60_000;
/**
 * Before each upload, so that all find the programs as cold as they find them after the seconds that an hour's upload takes:
 * a machine that soon takes the memory of what is not used would else favour the short.
 */
const REST_MS = 5_000;
const BASE_SECONDS = 10;
const LENGTHS_SECONDS = [BASE_SECONDS, 120, 3_600];

interface Kind {
  name: 'H.264' | 'HEVC';
  file: string;
  size: string;
  encoder: string[];
  barSeconds: number;
  /** The longest against the shortest. */
  barFactor: number | null;
}

const KINDS: Kind[] = [
  {
    ...{ name: 'H.264', file: 'h264.mp4', size: '1280x720', barSeconds: 2, barFactor: 1.3 },
    encoder: ['-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '1M', '-maxrate', '1M', '-bufsize', '1M'],
  },
  {
    ...{ name: 'HEVC', file: 'hevc.mp4', size: '1920x1080', barSeconds: 5, barFactor: null },
    encoder: ['-c:v', 'libx265', '-preset', 'ultrafast', '-b:v', '1M', '-x265-params', 'log-level=error:scenecut=0'],
  },
];

interface Bench {
  kinora: Kinora;
  person: Person;
}

const outputOf = ({ kinora }: Bench, id: string): string => path.join(kinora.dataFolder, 'objects', 'hls', id);

/** Asks the API only when the store has a stream: each question takes the time of four services, on the machine that is measured. */
async function untilPlayable(bench: Bench, id: string): Promise<void> {
  const streams = [GROWING_STREAM_FILE, FIRST_STREAM_FILE].map((name) => path.join(outputOf(bench, id), '1', name));
  for (const deadline = Date.now() + GIVE_UP_MS; Date.now() < deadline; await delay(POLL_MS))
    if (streams.some((file) => existsSync(file)) && (await bench.person.video(id)).playable) return;
  const { failure } = await bench.person.video(id);
  throw new Error(`not playable: ${failure?.detail ?? 'too late'}`);
}

/** Until nothing of it is left, so that the worker is free for the next. */
async function remove(bench: Bench, id: string): Promise<void> {
  await bench.person.remove(id);
  const output = outputOf(bench, id);
  while (existsSync(output)) await delay(POLL_MS);
}

/** From the answer to the upload until the video can be watched. */
async function once(bench: Bench, file: string): Promise<number> {
  await delay(REST_MS);
  const { id } = (await sendForm(bench.kinora.origin, bench.person.cookie, file)) as Video;
  const took = await seconds(() => untilPlayable(bench, id));
  await remove(bench, id);
  return took;
}

/** All lengths by turns: what disturbs the machine disturbs them alike. */
async function timesOf(bench: Bench, files: string[], say: (line: string) => void): Promise<number[][]> {
  const times: number[][] = files.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, file] of files.entries()) times[at]?.push(await once(bench, file));
    say(`round ${round + 1}: ${times.map((all) => all.at(-1)?.toFixed(2)).join(', ')} s`);
  }
  return times;
}

function measuresOf({ name, barSeconds, barFactor }: Kind, times: number[][]): Measure[] {
  const medians = times.map(median);
  const measures = medians.map((value, at): Measure => {
    const note = `median of ${ROUNDS}, up to ${Math.max(...(times[at] ?? [])).toFixed(2)} s`;
    const what = `from the upload to playable, ${name} of ${LENGTHS_SECONDS[at]} s`;
    return { what, value, unit: 's', bar: { at: 'most', value: barSeconds }, note };
  });
  if (barFactor === null) return measures;
  const [short = Number.NaN, long = Number.NaN] = [medians[0], medians.at(-1)];
  const what = `playable: ${name} of an hour against ${BASE_SECONDS} s`;
  const note = `${long.toFixed(2)} s against ${short.toFixed(2)} s`;
  return [...measures, { what, value: long / short, unit: '', bar: { at: 'most', value: barFactor }, note }];
}

/** How long an uploader waits for the first picture, for sources that are copied and for such that are encoded. */
export async function benchReady(folder: string, say: (line: string) => void): Promise<Measure[]> {
  const dataFolder = path.join(folder, 'data-ready');
  const kinora = await startKinora({ dataFolder, env: { RECONCILE_INTERVAL_MS: '500' } });
  const measures: Measure[] = [];
  try {
    const bench = { kinora, person: await logIn(kinora) };
    for (const kind of KINDS) {
      say(`ready: ${kind.name}`);
      const base = await makeClip({ folder, ...kind, name: kind.file, durationSeconds: BASE_SECONDS });
      const files = [base];
      for (const length of LENGTHS_SECONDS.slice(1)) files.push(await loop(base, length));
      measures.push(...measuresOf(kind, await timesOf(bench, files, say)));
      await Promise.all(files.map((file) => rm(file)));
    }
    return measures;
  } finally {
    await kinora.stop();
  }
}
