import path from 'node:path';
import type { VideoPage } from '@kinora/contracts';
import { logIn, type Person, startKinora } from '@kinora/testing/running';
import { databaseOf, fillUp } from './many-videos.js';
import { type Measure, median, seconds } from './numbers.js';

const FEW = 100;
const MANY = 100_000;
const REQUESTS = 200;
const WARM_UP_REQUESTS = 50;
const BAR_FACTOR = 3;
const SEARCHES = 9;
const SEARCH_BAR_SECONDS = 1;
const LOOKS = [
  '',
  'sort=oldest',
  'sort=title',
  'sort=largest',
  'sort=longest',
  'state=ready',
  'state=failed&sort=title',
  'q=lisbon',
];

const askFor = async (person: Person, search: string): Promise<VideoPage> => {
  const response = await person.fetch(`/api/v1/studio/videos?${search}`);
  if (!response.ok) throw new Error(`${search}: ${response.status} ${await response.text()}`);
  return (await response.json()) as VideoPage;
};

/** Pages through each kind of list by turns, each from where it came to. @returns what each request took */
async function pageThrough(person: Person, requests: number): Promise<number[]> {
  const cursors = new Map<string, string | null>();
  const times: number[] = [];
  for (let request = 0; request < requests; request++) {
    const look = LOOKS[request % LOOKS.length] ?? '';
    const cursor = cursors.get(look);
    const search = `${look}${cursor ? `&cursor=${cursor}` : ''}`;
    times.push(await seconds(async () => cursors.set(look, (await askFor(person, search)).nextCursor)));
  }
  return times;
}

const percentile99 = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN;

async function measurePages(person: Person): Promise<{ p99: number; middle: number }> {
  await pageThrough(person, WARM_UP_REQUESTS);
  const times = await pageThrough(person, REQUESTS);
  return { p99: percentile99(times), middle: median(times) };
}

async function timeSearches(person: Person): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < SEARCHES; at++) times.push(await seconds(() => askFor(person, `q=nothing-like-it-${at}`)));
  return times;
}

const ms = (value: number): string => `${(value * 1_000).toFixed(0)} ms`;

/** How much slower the studio's list becomes by the number of videos in it. */
export async function benchList(folder: string, say: (line: string) => void): Promise<Measure[]> {
  const kinora = await startKinora({ dataFolder: path.join(folder, 'data-list') });
  const db = await databaseOf(kinora);
  try {
    const person = await logIn(kinora);
    await fillUp(db, 0, FEW);
    const few = await measurePages(person);
    say(`list: ${FEW} videos, a page in ${ms(few.middle)}, p99 ${ms(few.p99)}`);
    await fillUp(db, FEW, MANY);
    const many = await measurePages(person);
    say(`list: ${MANY} videos, a page in ${ms(many.middle)}, p99 ${ms(many.p99)}`);
    const searches = await timeSearches(person);
    return [
      {
        ...{
          what: `a page of the list, p99 of ${REQUESTS}: ${MANY} videos against ${FEW}`,
          value: many.p99 / few.p99,
          unit: '',
        },
        bar: { at: 'most', value: BAR_FACTOR },
        note: `${ms(many.p99)} against ${ms(few.p99)}, medians ${ms(many.middle)} and ${ms(few.middle)}`,
      },
      {
        ...{ what: `a search that finds nothing among ${MANY} videos`, value: median(searches), unit: 's' },
        bar: { at: 'most', value: SEARCH_BAR_SECONDS },
        note: `median of ${SEARCHES}, up to ${ms(Math.max(...searches))}`,
      },
    ];
  } finally {
    await db.destroy();
    await kinora.stop();
  }
}
