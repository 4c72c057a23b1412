import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { hlsPrefix } from '@kinora/contracts';
import { eventually, tempFolder } from '@kinora/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bed, createBed, PATIENT_WITH_PICTURES } from '../test/bed.js';
import { type ClipOptions, makeClip, slowFfmpeg } from '../test/clips.js';

const run = promisify(execFile);

let bed: Bed;
beforeEach(async () => {
  bed = await createBed();
});
afterEach(() => bed.close());

const clip = async (options?: ClipOptions) => makeClip(await tempFolder(), { seconds: 4, ...options });

async function finished(file: string, env: Record<string, string> = {}) {
  await bed.startWorker(env);
  const id = await bed.upload(file);
  const row = await bed.finished(id);
  expect(row.state).toBe('ready');
  return { id, row };
}

/** Width, height, and mean brightness (0 to 255) of a stored picture. */
async function look(key: string | null) {
  const { body } = await bed.files.get(key ?? '');
  const file = path.join(await tempFolder(), 'picture.jpg');
  await writeFile(file, await body.toArray());
  const entries = 'stream=codec_name,width,height,sample_aspect_ratio';
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'json', file]);
  const [stream] = (JSON.parse(stdout) as { streams: { width: number; height: number; codec_name: string }[] }).streams;
  const graph = 'signalstats,metadata=print:file=-';
  const read = await run('ffmpeg', ['-v', 'error', '-i', file, '-vf', graph, '-f', 'null', '-']);
  const meanOf = (name: string) => Number(new RegExp(`${name}AVG=([\\d.]+)`).exec(read.stdout)?.[1]);
  return { ...stream, luma: meanOf('Y') };
}

/** Test pattern, after two seconds of black. */
const BLACK_FIRST = ['-vf', "drawbox=c=black:t=fill:enable='lt(t,2)'"];

describe('the poster', () => {
  it('is a JPEG in two sizes, as are the three candidates', async () => {
    const { id, row } = await finished(await clip({ size: '1920x1080' }));
    expect(row.poster_path).toBe(`hls/${id}/1/pictures/poster.jpg`);
    expect(await look(row.poster_path)).toMatchObject({ codec_name: 'mjpeg', width: 1280, height: 720 });
    expect(await look(row.thumbnail_path)).toMatchObject({ codec_name: 'mjpeg', width: 480, height: 270 });
    const names = (await bed.outputFiles(id)).filter((file) => file.includes('/pictures/candidate-'));
    expect(names).toHaveLength(6);
    expect(await look(`hls/${id}/1/pictures/candidate-2.jpg`)).toMatchObject({ width: 1280, height: 720 });
    expect(await look(`hls/${id}/1/pictures/candidate-2-small.jpg`)).toMatchObject({ width: 480, height: 270 });
  });

  it.each([
    ['with one key frame', ['-g', '250']],
    ['with many', ['-g', '24']],
  ])('is not black when the video begins so, %s', async (_, keys) => {
    const { id, row } = await finished(await clip({ options: [...BLACK_FIRST, ...keys] }));
    expect((await look(row.poster_path)).luma).toBeGreaterThan(60);
    expect((await look(`hls/${id}/1/pictures/candidate-3.jpg`)).luma).toBeGreaterThan(60);
  });

  it('has square pixels', async () => {
    const { row } = await finished(await clip({ options: ['-vf', 'setsar=2/1'] }));
    expect(await look(row.poster_path)).toMatchObject({ width: 640, height: 180, sample_aspect_ratio: '1:1' });
  });

  it('is the one frame that there is', async () => {
    const { row } = await finished(await clip({ sound: false, options: ['-frames:v', '1'] }));
    expect(await look(row.poster_path)).toMatchObject({ width: 320, height: 180 });
  });

  it('is found where nothing can be looked up, and the length is not known', async () => {
    const options = [...BLACK_FIRST, '-f', 'matroska', '-live', '1'];
    const { row } = await finished(await clip({ name: 'live.mkv', options }));
    expect((await look(row.poster_path)).luma).toBeGreaterThan(60);
  });
});

describe('the storyboard', () => {
  async function storyboard(file: string) {
    const { id, row } = await finished(file);
    expect(row.storyboard_path).toBe(`hls/${id}/1/pictures/storyboard.vtt`);
    const { body } = await bed.files.get(row.storyboard_path ?? '');
    const vtt = Buffer.concat(await body.toArray()).toString();
    const cues = [...vtt.matchAll(/^storyboard\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)$/gm)].map((cue) =>
      cue.slice(1).map(Number),
    );
    return { vtt, cues, sprite: await look(`hls/${id}/1/pictures/storyboard.jpg`) };
  }

  it('has a tile for every two seconds, with one key frame too', async () => {
    const { vtt, cues, sprite } = await storyboard(await clip({ seconds: 9, options: ['-g', '1000'] }));
    expect(cues).toEqual([0, 160, 320, 480, 640].map((x) => [x, 0, 160, 90]));
    expect(vtt).toMatch(/00:00:08\.000 --> 00:00:(09|10)\.\d{3}\n/);
    expect(sprite).toMatchObject({ codec_name: 'mjpeg', width: 800, height: 90 });
  });

  it('reads key frames alone in a longer video', async () => {
    const { cues } = await storyboard(await clip({ seconds: 41, sound: false, options: ['-g', '48'] }));
    expect(cues.length).toBeGreaterThanOrEqual(20);
    expect(cues.at(-1)).toEqual(expect.arrayContaining([160, 90]));
  });

  it('of one frame has one tile', async () => {
    expect((await storyboard(await clip({ sound: false, options: ['-frames:v', '1'] }))).cues).toHaveLength(1);
  });
});

/** Breaks every ffmpeg but the encoder. */
async function brokenButForEncodes(script: string): Promise<string> {
  const file = path.join(await tempFolder(), 'ffmpeg');
  await writeFile(file, `#!/bin/sh\ncase "$*" in *-progress*) exec ffmpeg "$@";; esac\n${script}\n`, { mode: 0o755 });
  return file;
}

describe('when another attempt goes on', () => {
  const pictures = async (id: string) =>
    (await bed.outputFiles(id))
      .map((file) => file.slice(file.indexOf(hlsPrefix(id))))
      .filter((key) => key.includes('/pictures/'))
      .sort();

  /** A worker stops when it has made the pictures, and is not done with the stream. */
  async function givenBack(): Promise<string> {
    const worker = await bed.startWorker({ FFMPEG_PATH: await slowFfmpeg(1) });
    const id = await bed.upload(
      await clip({ seconds: 60, size: '160x90', rate: '10', options: ['-vf', 'setsar=101/100'] }),
    );
    const areMade = async () => expect((await bed.row(id))?.storyboard_path).toContain('/1/');
    await eventually(areMade, { timeoutMs: 60_000 });
    await worker.close();
    return id;
  }
  async function goesOn(id: string, env: Record<string, string>) {
    await bed.startWorker(env);
    expect(await bed.finished(id, 120_000)).toMatchObject({ state: 'ready', attempt: 2 });
    await eventually(async () => expect((await bed.row(id))?.journal_path).toBeNull());
  }

  it('they stay, and are not made again', async () => {
    const id = await givenBack();
    const before = await pictures(id);
    expect(before).toHaveLength(10);
    const { poster_path, thumbnail_path, storyboard_path } = (await bed.row(id)) ?? {};
    expect(poster_path).toContain('/1/');
    await goesOn(id, { FFMPEG_PATH: await brokenButForEncodes('exit 1') });
    expect(await bed.row(id)).toMatchObject({ poster_path, thumbnail_path, storyboard_path });
    expect(await pictures(id)).toEqual(before);
  }, 150_000);

  it('what is not there any more is made again, and nothing else stays', async () => {
    const id = await givenBack();
    await bed.files.remove(String((await bed.row(id))?.poster_path));
    await goesOn(id, {});
    const row = await bed.row(id);
    expect([row?.poster_path, row?.storyboard_path]).toEqual([
      `hls/${id}/2/pictures/poster.jpg`,
      `hls/${id}/1/pictures/storyboard.vtt`,
    ]);
    expect((await pictures(id)).filter((key) => key.includes('/1/'))).toHaveLength(2);
  }, 150_000);
});

describe('pictures that take long', () => {
  const oneRung = () => clip({ size: '160x90', options: ['-c:v', 'mpeg4'] });
  const canBeWatched = (id: string) => eventually(async () => expect((await bed.row(id))?.playable).toBe(1));

  it('are waited for, though something more urgent waits', async () => {
    const script = await brokenButForEncodes('sleep 1; exec ffmpeg "$@"');
    const yielding = { YIELD_LOOK_INTERVAL_MS: '20', YIELD_PROTECTION_MS: '1' };
    await bed.startWorker({ FFMPEG_PATH: script, ...yielding, ...PATIENT_WITH_PICTURES });
    const id = await bed.upload(await oneRung());
    await canBeWatched(id);
    await bed.upload(await oneRung());
    const row = await bed.finished(id);
    expect(row).toMatchObject({ state: 'ready', attempt: 1 });
    expect(row.storyboard_path).not.toBeNull();
    expect(await look(row.poster_path)).toMatchObject({ codec_name: 'mjpeg' });
  });

  it('are made by the next worker when theirs is stopped', async () => {
    const worker = await bed.startWorker({ FFMPEG_PATH: await brokenButForEncodes('sleep 600') });
    const id = await bed.upload(await oneRung());
    await eventually(async () => expect((await bed.row(id))?.stored_segments).toBeGreaterThan(0));
    await canBeWatched(id);
    await worker.close();
    expect(await bed.row(id)).toMatchObject({ state: 'processing', poster_path: null });
    await bed.startWorker(PATIENT_WITH_PICTURES);
    const row = await bed.finished(id);
    expect(row).toMatchObject({ attempt: 2, losses: 0, poster_path: `hls/${id}/2/pictures/poster.jpg` });
  });

  it('with what the conversion leaves of the machine are tried once more after it, with the usual priority', async () => {
    const script = await brokenButForEncodes('[ "$(nice)" -lt 19 ] && exec ffmpeg "$@"\nexit 1');
    const { row } = await finished(await oneRung(), { FFMPEG_PATH: script, ...PATIENT_WITH_PICTURES });
    expect(row.storyboard_path).not.toBeNull();
    expect(await look(row.poster_path)).toMatchObject({ codec_name: 'mjpeg' });
  });
});

describe('pictures that cannot be made', () => {
  it('because ffmpeg fails leave the video as good as it is', async () => {
    const { row } = await finished(await clip(), { FFMPEG_PATH: await brokenButForEncodes('exit 1') });
    expect(row).toMatchObject({ poster_path: null, thumbnail_path: null, storyboard_path: null, losses: 0 });
  });

  it('because each takes too long do so too', async () => {
    const script = await brokenButForEncodes('sleep 600');
    const env = { FFMPEG_PATH: script, PICTURE_TIMEOUT_MS: '50', STORYBOARD_TIMEOUT_MS: '50' };
    expect((await finished(await clip(), env)).row.poster_path).toBeNull();
  });

  it('because all of them take too long do so too', async () => {
    const script = await brokenButForEncodes('sleep 600');
    const env = { FFMPEG_PATH: script, PICTURES_TIMEOUT_MS: '200', STALL_TIMEOUT_MS: '2000' };
    expect((await finished(await clip(), env)).row.poster_path).toBeNull();
  });

  it('before a video is ready are not waited for', async () => {
    const env = { FFMPEG_PATH: await brokenButForEncodes('sleep 600'), PICTURES_GRACE_MS: '100' };
    expect((await finished(await clip(), env)).row.poster_path).toBeNull();
  });
});
