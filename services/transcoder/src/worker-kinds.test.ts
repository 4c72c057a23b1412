import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, createBed } from '../test/bed.js';

const run = promisify(execFile);
const SECONDS = 1;

interface Kind {
  /** Its extension picks the container. */
  name: string;
  size?: string;
  rate?: string;
  /** Source of the sound, in ffmpeg's lavfi. */
  sound?: string;
  video?: string[];
  audio?: string[];
  options?: string[];
  seconds?: number;
}

const tone = (sampleRateHz: number, layout = 'stereo') =>
  `sine=frequency=440:sample_rate=${sampleRateHz}:duration=${SECONDS},aformat=channel_layouts=${layout}`;

/** What cameras, editors, discs, broadcasts and the web have made. */
const CODECS: Record<string, Kind> = {
  'ProRes 4444 with alpha in MOV': {
    ...{ name: 'b.mov', video: ['prores_ks', '-profile:v', '4444', '-pix_fmt', 'yuva444p10le'], audio: ['pcm_s16be'] },
  },
  'DNxHR in MXF': {
    ...{ name: 'c.mxf', size: '256x120', video: ['dnxhd', '-profile:v', 'dnxhr_sq', '-pix_fmt', 'yuv422p'] },
    audio: ['pcm_s16le', '-ar', '48000'],
  },
  'Motion JPEG and PCM in AVI': { name: 'e.avi', video: ['mjpeg', '-pix_fmt', 'yuvj422p'], audio: ['pcm_u8'] },
  'PNG with alpha in MOV': { name: 'f.mov', video: ['png', '-pix_fmt', 'rgba'], audio: ['pcm_f32le'] },
  'Cinepak and ADPCM in AVI': { name: 'h.avi', video: ['cinepak'], audio: ['adpcm_ms'] },
  'MPEG-2 and AC-3 in MPEG-PS': { name: 'j.mpg', video: ['mpeg2video', '-g', '12'], audio: ['ac3'], rate: '25' },
  'H.264 and E-AC-3 in MPEG-TS': { name: 'l.ts', video: ['libx264'], audio: ['eac3'] },
  'HEVC and DTS in Matroska': {
    name: 'm.mkv',
    video: ['libx265', '-preset', 'ultrafast'],
    audio: ['dca', '-strict', '-2'],
  },
  'Xvid and MP3 in AVI': { name: 'n.avi', video: ['mpeg4', '-vtag', 'XVID', '-bf', '2'], audio: ['libmp3lame'] },
  'H.263 and AAC in 3GP': { name: 'q.3gp', size: '176x144', rate: '25', video: ['h263'], audio: ['aac', '-ac', '1'] },
  'H.264 and Nellymoser in FLV': {
    name: 's.flv',
    video: ['libx264'],
    audio: ['nellymoser', '-ac', '1', '-ar', '22050'],
  },
  'Windows Media 1 and 2': { name: 't.wmv', video: ['wmv1'], audio: ['wmav1'] },
  'VP8 with alpha in WebM': {
    ...{ name: 'w.webm', video: ['libvpx', '-deadline', 'realtime', '-pix_fmt', 'yuva420p', '-auto-alt-ref', '0'] },
    audio: ['libopus'],
  },
  'VP9 of 10 bit 4:4:4 in Matroska': {
    ...{ name: 'x.mkv', video: ['libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-pix_fmt', 'yuv444p10le'] },
    audio: ['flac'],
  },
  'AV1 and Opus in WebM': { name: 'y.webm', video: ['libsvtav1', '-preset', '12'], audio: ['libopus'] },
  'Theora and Vorbis in Ogg': { name: 'aa.ogv', video: ['libtheora'], audio: ['libvorbis'] },
  'FFV1 and PCM in Matroska': { name: 'bb.mkv', video: ['ffv1', '-pix_fmt', 'yuv422p10le'], audio: ['pcm_s32le'] },
  'HuffYUV in AVI': { name: 'cc.avi', video: ['huffyuv', '-pix_fmt', 'yuv422p'], audio: ['pcm_mulaw'] },
  'Ut Video in AVI': { name: 'dd.avi', video: ['utvideo', '-pix_fmt', 'gbrp'], audio: ['pcm_alaw'] },
  'Opus in MP4': { name: 'gg.mp4', video: ['libx264'], audio: ['libopus'] },
  'FLAC in MP4': { name: 'ii.mp4', video: ['libx264'], audio: ['flac', '-strict', '-2'] },
};

const PIPE = ['-f', 'webm', '-live', '1'];
/** What is odd in files that are not broken. */
const ODD: Record<string, Kind> = {
  '240 frames a second': { name: 'b.mp4', rate: '240' },
  'one frame a second': { name: 'c.mp4', rate: '1', seconds: 5 },
  'one pixel': { name: 'e.mkv', video: ['ffv1'], options: ['-vf', 'scale=1:1,setsar=1'] },
  'one line': { name: 'f.mkv', video: ['ffv1'], options: ['-vf', 'scale=640:1,setsar=1'] },
  'grey of 10 bit': { name: 'j.mkv', video: ['libx264', '-pix_fmt', 'gray10le'] },
  RGB: { name: 'k.mp4', video: ['libx264rgb', '-pix_fmt', 'rgb24'] },
  'sound of 8000 Hz': { name: 'n.mov', sound: tone(8_000, 'mono'), audio: ['pcm_s16le'] },
  'sound of 192000 Hz': { name: 'q.mkv', sound: tone(192_000), audio: ['flac'] },
  'sound of 7.1': { name: 'r.mkv', sound: tone(48_000, '7.1'), audio: ['flac'] },
  'no length, as browsers record': {
    name: 'u.webm',
    video: ['libvpx', '-deadline', 'realtime'],
    audio: ['libopus'],
    options: PIPE,
  },
  'a track of time codes': { name: 'w.mov', rate: '25', options: ['-timecode', '01:00:00:00'] },
  'a start far from zero': { name: 'y.mkv', options: ['-output_ts_offset', '3600'] },
};

function argumentsOf({ size = '128x72', rate = '24', seconds = SECONDS, ...kind }: Kind): string[] {
  const [video = 'libx264', ...videoOptions] = kind.video ?? [];
  const [audio = 'aac', ...audioOptions] = kind.audio ?? [];
  const encoder = video.startsWith('libx264') ? ['-preset', 'ultrafast', '-pix_fmt', 'yuv420p'] : [];
  return [
    ...['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', kind.sound ?? tone(48_000), '-c:v', video, ...encoder, ...videoOptions],
    ...['-c:a', audio, ...audioOptions, ...(kind.options ?? [])],
  ];
}

let bed: Bed;
const ids = new Map<string, string>();
beforeAll(async () => {
  bed = await createBed();
  await bed.startWorker({ TRANSCODE_CONCURRENCY: '2', PICTURES_TIMEOUT_MS: '1', PICTURES_GRACE_MS: '1' });
  const folder = await tempFolder();
  for (const [what, kind] of Object.entries({ ...CODECS, ...ODD })) {
    const file = path.join(folder, `${ids.size}-${kind.name}`);
    await run('ffmpeg', [...argumentsOf(kind), file]);
    ids.set(what, await bed.upload(file, kind.name));
  }
}, 150_000);
afterAll(() => bed.close());

describe.each([
  ['made by somebody', CODECS],
  ['odd', ODD],
])('what is %s becomes a stream', (_group, kinds) => {
  it.each(Object.entries(kinds))(
    '%s',
    async (what, { seconds = SECONDS }) => {
      const id = String(ids.get(what));
      const row = await bed.finished(id, 120_000);
      expect(row).toMatchObject({ state: 'ready', failure_detail: null });
      const rows = await bed.database.db.selectFrom('renditions').selectAll().where('video_id', '=', id).execute();
      expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['video', 'audio']));
      expect(Number(row.duration_seconds)).toBeGreaterThan(seconds - 0.3);
      expect(Number(row.duration_seconds)).toBeLessThan(seconds + 0.5);
    },
    130_000,
  );
});
