import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed, PATIENT_WITH_PICTURES } from '../test/bed.js';
import { callDolbyVision } from '../test/dolby-vision.js';
import { distance, download, downloadRendition, type Frame, type Rgb, readFrame } from '../test/pixels.js';

const run = promisify(execFile);

/** Four bars above a moving picture, none too bright for tone mapping to leave them as they are. */
const BARS: Rgb[] = [
  [170, 40, 40],
  [40, 150, 60],
  [50, 60, 170],
  [120, 120, 120],
];
const hex = (colour: Rgb) => `0x${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
const boxes = BARS.map((bar, i) => `drawbox=x=iw/4*${i}:w=iw/4:h=ih*3/4:c=${hex(bar)}:t=fill`).join(',');

const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '8'];
const X265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:qp=10'];
const tags = (matrix: string, primaries = matrix, transfer = primaries) => [
  ...['-colorspace', matrix, '-color_primaries', primaries, '-color_trc', transfer],
];
const yuv = (matrix: string, format: string, range = 'tv') =>
  `scale=out_color_matrix=${matrix}:out_range=${range}:flags=accurate_rnd,format=${format}`;
const UNSAID = ',setparams=colorspace=unknown';
const wide = (matrix: string, primaries: string, transfer: string, format: string) =>
  `zscale=min=gbr:pin=bt709:tin=bt709:rin=full:m=${matrix}:p=${primaries}:t=${transfer}:r=limited:npl=203,format=${format}`;

interface Kind {
  filter: string;
  codec: string[];
  name?: string;
  size?: string;
  /** Of the encoded rendition. */
  matrix: string;
}
const KINDS: Record<string, Kind> = {
  'BT.601 that does not say so': { filter: yuv('bt601', 'yuv422p') + UNSAID, codec: X264, matrix: 'smpte170m' },
  'BT.709 that does not say so': {
    filter: yuv('bt709', 'yuv422p') + UNSAID,
    codec: X264,
    size: '320x600',
    matrix: 'bt709',
  },
  'BT.601 of PAL': {
    filter: yuv('bt601', 'yuv444p'),
    codec: [...X264, ...tags('bt470bg', 'bt470bg', 'smpte170m')],
    matrix: 'bt470bg',
  },
  'full range': { filter: yuv('bt709', 'yuvj420p', 'pc'), codec: [...X264, ...tags('bt709')], matrix: 'bt709' },
  JPEG: {
    ...{ filter: yuv('bt601', 'yuvj422p', 'pc'), codec: ['-c:v', 'mjpeg', '-q:v', '2'] },
    ...{ name: 'bars.avi', matrix: 'bt470bg' },
  },
  RGB: { filter: 'format=bgr0', codec: ['-c:v', 'ffv1'], name: 'bars.mkv', matrix: 'bt709' },
  'an old matrix': {
    filter: wide('7', 'smpte240m', 'bt709', 'yuv422p'),
    ...{ codec: [...X264, ...tags('smpte240m', 'smpte240m', 'bt709')], matrix: 'bt709' },
  },
  'BT.2020 without HDR': {
    filter: wide('bt2020nc', 'bt2020', 'bt2020-10', 'yuv420p10le'),
    ...{ codec: [...X265, ...tags('bt2020nc', 'bt2020', 'bt2020-10')], matrix: 'bt709' },
  },
  PQ: {
    filter: wide('bt2020nc', 'bt2020', 'smpte2084', 'yuv420p10le'),
    ...{ codec: [...X265, ...tags('bt2020nc', 'bt2020', 'smpte2084')], matrix: 'bt709' },
  },
  HLG: {
    filter: wide('bt2020nc', 'bt2020', 'arib-std-b67', 'yuv420p10le'),
    ...{ codec: [...X265, ...tags('bt2020nc', 'bt2020', 'arib-std-b67')], matrix: 'bt709' },
  },
};

async function bars({ filter, codec, name = 'bars.mp4', size = '320x96' }: Kind): Promise<string> {
  const file = path.join(await tempFolder(), name);
  const input = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=10:d=1,format=gbrp,${boxes}`];
  await run('ffmpeg', ['-nostdin', '-v', 'error', ...input, '-vf', filter, ...codec, file]);
  return file;
}

/** Of JPEG, x264, and the rounding of every step. */
const MAX_DISTANCE = 7;

function expectBars(frame: Frame): void {
  const seen = BARS.map((_, i) => frame.at((i + 0.5) / 4, 0.4));
  const off = BARS.map((bar, i) => distance(bar, seen[i] ?? [0, 0, 0]));
  expect(Math.max(...off), `${JSON.stringify(seen)} is not ${JSON.stringify(BARS)}`).toBeLessThanOrEqual(MAX_DISTANCE);
}

let bed: Bed;
const finished = new Map<string, ReturnType<Bed['finished']>>();
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker({ TRANSCODE_CONCURRENCY: '2', ...PATIENT_WITH_PICTURES });
  for (const [what, kind] of Object.entries(KINDS))
    finished.set(what, bed.finished(await bed.upload(await bars(kind))));
}, 60_000);
afterAll(() => bed.close());

describe('colours stay what they were', () => {
  it.each(Object.entries(KINDS))('from %s', async (what, { matrix }) => {
    const row = await finished.get(what);
    expect(row).toMatchObject({ state: 'ready' });
    const rendition = await downloadRendition(
      bed,
      row?.video_id ?? '',
      `v${Math.min(row?.width ?? 0, row?.height ?? 0)}`,
    );
    expectBars(await readFrame(rendition));
    const entries = ['-show_entries', 'stream=pix_fmt,color_range,color_space', '-of', 'json'];
    const { stdout } = await run('ffprobe', ['-v', 'error', ...entries, rendition]);
    expect(JSON.parse(stdout).streams[0]).toEqual({ pix_fmt: 'yuv420p', color_range: 'tv', color_space: matrix });
    expectBars(await readFrame(await download(bed, row?.poster_path ?? null)));
    const prefix = path.dirname(row?.storyboard_path ?? '');
    expectBars(await readFrame(await download(bed, `${prefix}/storyboard.jpg`)));
  });
});

describe('Dolby Vision', () => {
  const kind = (): Kind => {
    const { PQ } = KINDS;
    if (!PQ) throw new Error('PQ is gone');
    return { ...PQ, codec: [...PQ.codec, '-tag:v', 'hvc1'] };
  };
  const outcomeOf = async (profile: number, compatibilityId: number) => {
    const file = await bars(kind());
    await callDolbyVision(file, profile, compatibilityId);
    return bed.finished(await bed.upload(file));
  };

  it('that other screens would show in wrong colours is refused in words', async () => {
    const row = await outcomeOf(5, 0);
    expect(row).toMatchObject({ state: 'failed', failure_code: 'transcode-failed' });
    expect(row.failure_detail).toMatch(/Dolby Vision alone/);
    expect(await bed.outputFiles(row.video_id)).toEqual([]);
  });

  it('over pictures for every screen plays as these', async () => {
    expect(await outcomeOf(8, 1)).toMatchObject({ state: 'ready' });
  });
});
