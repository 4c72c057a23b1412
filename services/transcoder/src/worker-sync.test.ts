import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';
import { downloadRendition } from '../test/pixels.js';

const run = promisify(execFile);
const ffmpeg = (...args: string[]) => run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args]);

/** When the picture is white and a tone sounds, in a clip of 3 seconds that is black and silent else. */
const FLASH = 'between(t,1.48,1.68)';
const PICTURE = `color=black:s=160x90:r=25:d=3,drawbox=t=fill:c=white:enable='${FLASH}'`;
const TONE = `aevalsrc='0.5*sin(1000*2*PI*t)*${FLASH}':s=48000:d=3`;
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '25', '-bf', '2'];
const AAC = ['-c:a', 'aac', '-b:a', '96k'];

interface Kind {
  name: string;
  /** Options before the picture and before the sound, of the output, and of a second pass that copies. */
  picture?: string[];
  sound?: string[];
  options?: string[];
  cut?: string[];
}
const KINDS: Record<string, Kind> = {
  'an edit list that trims the start': { name: 'trimmed.mp4', cut: ['-ss', '0.7'] },
  'sound that begins half a second later': { name: 'late-sound.mp4', sound: ['-ss', '0.5', '-itsoffset', '0.5'] },
  'a picture that begins half a second later': {
    name: 'late-picture.mp4',
    picture: ['-ss', '0.5', '-itsoffset', '0.5'],
  },
  'a start before zero': {
    name: 'early.mkv',
    options: ['-output_ts_offset', '-0.4', '-avoid_negative_ts', 'disabled'],
  },
  'a clock that runs for days': { name: 'late.ts', options: ['-output_ts_offset', '90000', '-muxdelay', '0'] },
  'offsets in Matroska': {
    name: 'offset.mkv',
    sound: ['-ss', '0.3', '-itsoffset', '1.3'],
    picture: ['-itsoffset', '1'],
  },
  'frames at uneven times': {
    name: 'uneven.mp4',
    options: ['-vf', "select='lt(mod(n,7),4)+between(n,36,44)'", '-fps_mode', 'vfr'],
  },
};

async function clip({ name, picture = [], sound = [], options = [], cut }: Kind): Promise<string> {
  const folder = await tempFolder();
  const parts = { picture: path.join(folder, 'picture.mkv'), sound: path.join(folder, 'sound.wav') };
  await ffmpeg('-f', 'lavfi', '-i', PICTURE, '-c:v', 'ffv1', parts.picture);
  await ffmpeg('-f', 'lavfi', '-i', TONE, parts.sound);
  const file = path.join(folder, name);
  await ffmpeg(
    ...picture,
    '-i',
    parts.picture,
    ...sound,
    '-i',
    parts.sound,
    '-map',
    '0',
    '-map',
    '1',
    ...H264,
    ...AAC,
    ...options,
    file,
  );
  if (!cut) return file;
  const shorter = path.join(folder, `cut-${name}`);
  await ffmpeg(...cut, '-i', file, '-c', 'copy', shorter);
  return shorter;
}

/** Of the first white frame. Players begin with the first frame at zero, whatever the file holds back for B-frames. */
async function flashSeconds(file: string): Promise<number> {
  const { stdout } = await ffmpeg('-i', file, '-vf', 'signalstats,metadata=print:file=-', '-f', 'null', '-');
  const frames = [...stdout.matchAll(/pts_time:(\S+)[\s\S]*?YAVG=(\S+)/g)].map(([, at, luma]) => [
    Number(at),
    Number(luma),
  ]);
  const white = frames.find(([, luma = 0]) => luma > 120)?.[0] ?? Number.NaN;
  return white - (frames[0]?.[0] ?? 0);
}

async function beepSeconds(file: string): Promise<number> {
  const { stderr } = await run('ffmpeg', [
    '-nostdin',
    '-i',
    file,
    '-af',
    'silencedetect=n=-30dB:d=0.1',
    '-f',
    'null',
    '-',
  ]);
  return Number(/silence_end: (\S+)/.exec(stderr)?.[1]);
}

/** Less than anybody notices; more than the frame of AAC with which encoders begin. */
const MAX_OFF_SECONDS = 0.045;

let bed: Bed;
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker();
});
afterAll(() => bed.close());

describe('picture and sound stay in step', () => {
  it.each(Object.entries(KINDS))('with %s', async (_what, kind) => {
    const row = await bed.finished(await bed.upload(await clip(kind)));
    expect(row).toMatchObject({ state: 'ready' });
    const rows = await bed.database.db
      .selectFrom('renditions')
      .selectAll()
      .where('video_id', '=', row.video_id)
      .execute();
    const sound = await beepSeconds(await downloadRendition(bed, row.video_id, 'audio'));
    const pictures = rows.filter(({ name }) => name !== 'audio');
    for (const { name } of pictures) {
      const picture = await flashSeconds(await downloadRendition(bed, row.video_id, name));
      expect(Math.abs(picture - sound), `${name}: flash at ${picture}, tone at ${sound}`).toBeLessThan(MAX_OFF_SECONDS);
    }
  });
});
