import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type Kinora, logIn, type Person, startKinora } from '@kinora/testing/running';
import { makeBigFile } from './big-file.js';
import { peakMemoryMib, resetPeakMemory } from './memory.js';
import { type Measure, median, seconds } from './numbers.js';
import { sendForm } from './send-form.js';
import { sendTus } from './send-tus.js';
import { type BenchStore, folderStore, s3Store } from './stores.js';

const ROUNDS = 3;
const SPEED_MIB = 2_048;
const MEMORY_MIB = [1_024, 4_096] as const;
/** Uploads at once, and the size of each. */
const TOGETHER = 4;
const TOGETHER_MIB = 512;
const PATH_SERVICES = ['gateway', 'upload-webapp', 'file-svc'];
const SPEED_BAR = 0.5;
const MEMORY_BAR_MIB = 200;
/** Memory is counted in pages that the allocator gives back when it likes: this much is noise. */
const MEMORY_NOISE_MIB = 24;

const ANSWER_MIB = 1_024;
const ANSWER_BAR_SECONDS = 1;

/** A way in which a file comes: what it is called, and how it is sent. */
interface Way {
  name: 'the form' | 'tus';
  send(origin: string, cookie: string, file: string): Promise<{ id: string; slowestAnswerSeconds?: number }>;
}
const WAYS: Way[] = [
  { name: 'the form', send: sendForm },
  { name: 'tus', send: sendTus },
];

interface Bench {
  way: Way;
  kinora: Kinora;
  person: Person;
  folder: string;
  store: BenchStore;
}

interface Took {
  seconds: number;
  slowestAnswerSeconds: number;
}

async function uploadAndRemove({ way, kinora, person }: Bench, file: string): Promise<Took> {
  const took: Took = { seconds: 0, slowestAnswerSeconds: 0 };
  let id = '';
  took.seconds = await seconds(async () => {
    const sent = await way.send(kinora.origin, person.cookie, file);
    id = sent.id;
    took.slowestAnswerSeconds = sent.slowestAnswerSeconds ?? 0;
  });
  await person.remove(id);
  return took;
}

/** The peak of each service on the way while one file passes. */
async function peaksDuring({ kinora }: Bench, work: () => Promise<unknown>): Promise<Map<string, number>> {
  const pids = await Promise.all(PATH_SERVICES.map((name) => kinora.pidOf(name)));
  await Promise.all(pids.map(resetPeakMemory));
  await work();
  const peaks = await Promise.all(pids.map(peakMemoryMib));
  return new Map(PATH_SERVICES.map((name, at) => [name, peaks[at] ?? Number.NaN]));
}

async function speed(bench: Bench): Promise<Measure[]> {
  const file = path.join(bench.folder, 'big.mp4');
  await makeBigFile(file, SPEED_MIB);
  const direct: number[] = [];
  const through: number[] = [];
  const peaks: Map<string, number>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    direct.push(await seconds(() => bench.store.writeDirect(file)));
    await bench.store.removeDirect();
    peaks.push(await peaksDuring(bench, async () => through.push((await uploadAndRemove(bench, file)).seconds)));
  }
  await rm(file);
  const rate = (took: number[]) => `${Math.round(SPEED_MIB / median(took))} MiB/s`;
  const by = `by ${bench.way.name} to the ${bench.store.name} store`;
  const memory = PATH_SERVICES.map((name): Measure => {
    const value = Math.max(...peaks.map((peak) => peak.get(name) ?? Number.NaN));
    return {
      what: `peak memory of ${name}, ${by}`,
      value,
      unit: 'MiB',
      bar: { at: 'most', value: MEMORY_BAR_MIB },
      note: '2 GiB upload',
    };
  });
  return [
    {
      what: `upload speed ${by}, through Kinora against straight`,
      value: median(direct) / median(through),
      unit: '',
      bar: { at: 'least', value: SPEED_BAR },
      note: `${rate(through)} against ${rate(direct)}, median of ${ROUNDS}`,
    },
    ...memory,
  ];
}

async function growth(bench: Bench): Promise<Measure[]> {
  const peaks: Map<string, number>[] = [];
  for (const sizeMib of MEMORY_MIB) {
    const file = path.join(bench.folder, 'big.mp4');
    await makeBigFile(file, sizeMib);
    peaks.push(await peaksDuring(bench, () => uploadAndRemove(bench, file)));
    await rm(file);
  }
  return PATH_SERVICES.map((name) => {
    const [small = Number.NaN, large = Number.NaN] = peaks.map((peak) => peak.get(name));
    return {
      what: `more memory of ${name} for 4 GiB than for 1 GiB, by ${bench.way.name} to the ${bench.store.name} store`,
      value: large - small,
      unit: 'MiB',
      bar: { at: 'most', value: MEMORY_NOISE_MIB },
      note: `${Math.round(large)} against ${Math.round(small)} MiB`,
    };
  });
}

/** What would be copied at the end would be waited for here. */
async function answers(bench: Bench): Promise<Measure> {
  const file = path.join(bench.folder, 'big.mp4');
  await makeBigFile(file, ANSWER_MIB);
  const slowest: number[] = [];
  for (let round = 0; round < ROUNDS; round++) slowest.push((await uploadAndRemove(bench, file)).slowestAnswerSeconds);
  await rm(file);
  return {
    what: `from the last byte of a chunk to its answer, by ${bench.way.name} to the ${bench.store.name} store`,
    value: Math.max(...slowest),
    unit: 's',
    bar: { at: 'most', value: ANSWER_BAR_SECONDS },
    note: `the slowest of ${ROUNDS} uploads of 1 GiB`,
  };
}

/** The memory of several uploads at once, each with parts of its own on their way. */
async function together(bench: Bench): Promise<Measure[]> {
  const file = path.join(bench.folder, 'big.mp4');
  await makeBigFile(file, TOGETHER_MIB);
  const peaks = await peaksDuring(bench, () =>
    Promise.all(Array.from({ length: TOGETHER }, () => uploadAndRemove(bench, file))),
  );
  await rm(file);
  return PATH_SERVICES.map((name) => ({
    what: `peak memory of ${name}, ${TOGETHER} at once by ${bench.way.name} to the ${bench.store.name} store`,
    value: peaks.get(name) ?? Number.NaN,
    unit: 'MiB',
    bar: { at: 'most', value: MEMORY_BAR_MIB },
    note: `${TOGETHER} uploads of ${TOGETHER_MIB} MiB`,
  }));
}

/** A large upload through the gateway against the same bytes written straight to the store, for both stores. */
export async function benchUpload(folder: string, say: (line: string) => void): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const open of [folderStore, s3Store]) {
    const store = await open(folder);
    const kinora = await startKinora({ dataFolder: path.join(folder, `data-${store.name}`), env: store.env });
    try {
      const person = await logIn(kinora);
      for (const way of WAYS) {
        const bench = { way, kinora, person, folder, store };
        say(`upload by ${way.name} to the ${store.name} store`);
        measures.push(...(await speed(bench)), ...(await growth(bench)));
        if (way.name === 'tus') measures.push(await answers(bench), ...(await together(bench)));
      }
    } finally {
      await kinora.stop();
      await store.stop();
    }
  }
  return measures;
}
