import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FAILURES } from '@kinora/contracts';
import type { Child } from '@kinora/stack';
import { eventually, tempFolder } from '@kinora/testing';
import { assertHlsValid } from '@kinora/testing/hls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { makeClip } from '../test/clips.js';
import { DAMAGES } from '../test/hostile/damage.js';
import { seededRandom } from '../test/hostile/random.js';

/** Another one: DAMAGE_SEED=… */
const SEED = Number(process.env.DAMAGE_SEED ?? 20_261_121);

const WEBM = ['-c:v', 'libvpx', '-deadline', 'good', '-cpu-used', '5', '-c:a', 'libopus'];
const SOURCES: [name: string, options: string[]][] = [
  ['film.mp4', []],
  ['front.mp4', ['-movflags', '+faststart']],
  ['fragments.mp4', ['-movflags', 'frag_keyframe+empty_moov']],
  ['film.mkv', []],
  ['film.webm', WEBM],
  ['film.avi', ['-c:v', 'mpeg4', '-c:a', 'mp3']],
  ['film.ts', []],
  ['film.mpg', ['-c:v', 'mpeg2video', '-r', '25', '-c:a', 'mp2']],
  ['film.flv', []],
  ['film.mov', ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-c:a', 'pcm_s16le']],
];

/** The damage depends on the bytes. (What libvpx makes in real time depends on the time that it has.) */
const SAME_EACH_TIME = ['-threads', '1', '-fflags', '+bitexact'];

let bed: Bed;
let worker: Child;
let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
  bed = await createBed();
  worker = await bed.startWorkerProcess({
    ...{ TRANSCODE_CONCURRENCY: '2', PICTURES_TIMEOUT_MS: '1', PICTURES_GRACE_MS: '1', LOG_LEVEL: 'warn' },
    // A machine that is busy with other tests must not look like a worker that died.
    ...{ LEASE_MS: '20000', JOB_LOCK_MS: '20000' },
  });
});
afterAll(() => bed.close());

interface Damaged {
  what: string;
  file: string;
}

async function damagedFiles(): Promise<Damaged[]> {
  const random = seededRandom(SEED);
  const options = { seconds: 1.5, size: '160x90' };
  const clips = await Promise.all(
    SOURCES.map(([name, extra]) => makeClip(folder, { ...options, name, options: [...SAME_EACH_TIME, ...extra] })),
  );
  const sources = await Promise.all(clips.map((clip) => readFile(clip)));
  const made: Damaged[] = [];
  for (const [nth, source] of sources.entries()) {
    for (const [how, damage] of Object.entries(DAMAGES)) {
      const other = sources[(nth + 1 + random.below(sources.length - 1)) % sources.length] ?? source;
      const file = path.join(folder, `${made.length}-${SOURCES[nth]?.[0]}`);
      await writeFile(file, damage(source, random, other));
      made.push({ what: `seed ${SEED}, ${SOURCES[nth]?.[0]} ${nth}: ${how}`, file });
    }
  }
  return made;
}

const SITE = 'http://media.test/';
const fetchBytes = async (url: string) =>
  Buffer.concat(await (await bed.files.get(url.slice(SITE.length))).body.toArray());

async function programsIn(dir: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return folders.filter((cwd) => cwd.startsWith(dir));
}

async function expectReadyOrFailed(id: string): Promise<void> {
  const row = await bed.finished(id, 120_000);
  expect(row).toMatchObject({ losses: 0, passing_faults: 0, lease_until: null });
  if (row.state === 'failed') {
    expect(Object.keys(FAILURES)).toContain(row.failure_code);
    expect(row.failure_detail).toBeTruthy();
    expect(await bed.outputFiles(id)).toEqual([]);
    return;
  }
  const renditions = await bed.database.db.selectFrom('renditions').select('kind').where('video_id', '=', id).execute();
  const has = (kind: 'video' | 'audio') => renditions.some((rendition) => rendition.kind === kind);
  await assertHlsValid(fetchBytes, `${SITE}${row.hls_path}`, {
    audio: has('audio'),
    // Damage may take away all that tells of a picture.
    soundAlone: !has('video'),
    // How long a damaged file lasts is for the file to say; that all of it came out was asserted by the worker.
    ...{ durationSeconds: Number(row.duration_seconds), toleranceSeconds: Number.POSITIVE_INFINITY },
  });
}

it('a hundred damaged files end ready and whole, or failed with a reason', async () => {
  const files = await damagedFiles();
  expect(files).toHaveLength(100);
  const uploads = await Promise.all(files.map(async ({ what, file }) => ({ what, id: await bed.upload(file) })));
  const wrong: string[] = [];
  for (const { what, id } of uploads)
    await expectReadyOrFailed(id).catch(async (error: unknown) => {
      const said = (await bed.workerLog()).split('\n').filter((line) => line.includes(id));
      wrong.push(`${what}: ${String(error)}\n${JSON.stringify(await bed.row(id))}\n${said.slice(-3).join('\n')}`);
    });
  expect(wrong, wrong.join('\n')).toEqual([]);
  expect(worker.exit()).toBeNull();
  await eventually(async () => expect(await programsIn(bed.scratchDir)).toEqual([]));
  const workers = await readdir(bed.scratchDir);
  const left = await Promise.all(workers.map((name) => readdir(path.join(bed.scratchDir, name))));
  expect(left.flat()).toEqual(['alive']);
}, 400_000);
