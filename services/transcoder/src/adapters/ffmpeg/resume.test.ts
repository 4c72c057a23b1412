import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Container, DEMUXERS } from '@kinora/sniff';
import { tempFolder } from '@kinora/testing';
import { describe, expect, it } from 'vitest';
import { type ClipOptions, makeClip } from '../../../test/clips.js';
import { type ListedSegment, parseSegmentList } from '../../domain/hls/segment-list.js';
import { planTranscode, type TranscodePlan } from '../../domain/plan/plan.js';
import { planResume, type Resume } from '../../domain/resume/resume.js';
import { encodeArguments } from './encode-arguments.js';
import { readProbeReport } from './probe-report.js';
import { PROBED_ENTRIES } from './probe-schema.js';

const run = promisify(execFile);
const MAX_BUFFER = 64 * 1_024 ** 2;
const LIMITS = { maxStreams: 64, maxAudioTracks: 8, maxSubtitleTracks: 8, maxPixelsPerFrame: 8_192 * 8_192 };

interface Source {
  file: string;
  container: Container;
}

interface Planned {
  plan: TranscodePlan;
  startSeconds: number;
}

async function planOf({ file, container }: Source): Promise<Planned> {
  const questions = ['-v', 'error', '-show_entries', PROBED_ENTRIES, '-read_intervals', '%+#64', '-of', 'json', file];
  const { stdout } = await run('ffprobe', questions, { maxBuffer: MAX_BUFFER });
  const probe = readProbeReport(stdout, { container, sizeBytes: (await stat(file)).size });
  const plan = planTranscode(probe, LIMITS);
  if (!plan) throw new Error('the clip has no picture');
  return { plan, startSeconds: probe.video[0]?.firstPacket?.startSeconds ?? 0 };
}

type Lists = Map<string, ListedSegment[]>;

/** Runs a plan as the worker does, but for the loopback server. */
async function encode({ file, container }: Source, plan: TranscodePlan, resume: Resume | null, folder: string) {
  const names = [...(plan.copy ? [plan.copy] : []), ...plan.rungs, ...plan.audio].map(({ name }) => name);
  await Promise.all(names.map((name) => mkdir(path.join(folder, name), { recursive: true })));
  const input = { url: file, demuxer: DEMUXERS[container], ...LIMITS };
  const args = encodeArguments({ plan, threads: 1, cores: 1, resume, input });
  const local = args.map((arg, at) => (args[at - 1] === '-protocol_whitelist' ? 'file' : arg));
  await run('ffmpeg', local, { cwd: folder, maxBuffer: MAX_BUFFER });
  const lists: Lists = new Map();
  for (const name of names)
    lists.set(name, parseSegmentList(await readFile(path.join(folder, name, 'list.m3u8'), 'utf8')).segments);
  return lists;
}

/** Which pictures need which is the encoder's own choice: they are compared in the order in which they are shown. */
async function timesOf(file: string) {
  const questions = ['-v', 'error', '-show_entries', 'packet=pts,duration', '-of', 'csv=p=0', file];
  const { stdout } = await run('ffprobe', questions, { maxBuffer: MAX_BUFFER });
  return stdout.split('\n').sort();
}

/** Samples of everything decoded: grey pictures of 64 by 36, or sound of one channel. */
async function decoded(file: string, kind: 'video' | 'audio'): Promise<Buffer> {
  const format =
    kind === 'video' ? ['-vf', 'scale=64:36', '-pix_fmt', 'gray', '-f', 'rawvideo'] : ['-ac', '1', '-f', 'u8'];
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', file, ...format, '-'], {
    ...{ encoding: 'buffer', maxBuffer: MAX_BUFFER },
  });
  return stdout;
}

/** The largest mean difference of any stretch of samples, such as one picture. */
function worstDifference(one: Buffer, other: Buffer, stretch: number): number {
  let worst = 0;
  for (let at = 0; at + stretch <= one.length; at += stretch) {
    let sum = 0;
    for (let i = at; i < at + stretch; i++) sum += Math.abs((one[i] ?? 0) - (other[i] ?? 0));
    worst = Math.max(worst, sum / stretch);
  }
  return worst;
}

/** Puts what was stored before and what was made after together, as players do. */
async function join(
  file: string,
  name: string,
  [before, after]: [string, string],
  stored: number,
  list: ListedSegment[],
) {
  const parts = list.map(({ fileName }, i) => path.join(i < stored ? before : after, name, fileName));
  const all = await Promise.all([path.join(before, name, 'init.mp4'), ...parts].map((part) => readFile(part)));
  await writeFile(file, Buffer.concat(all));
  return file;
}

async function resumed(source: Source, { plan, startSeconds }: Planned, stored: number, followed: number[] | null) {
  const folder = await tempFolder();
  const [before, after] = [path.join(folder, 'before'), path.join(folder, 'after')];
  const whole = await encode(source, plan, null, before);
  const kept = new Map(
    [...whole].map(([name, list]) => {
      const segments = list.slice(0, stored).map(({ durationSeconds }) => ({ key: '', durationSeconds, sizeBytes: 1 }));
      return [name, segments] as const;
    }),
  );
  const resume = planResume({ plan, kept, container: source.container, sourceStartSeconds: startSeconds, followed });
  if (!resume) throw new Error('it cannot go on');
  const rest = await encode(source, plan, resume, after);
  for (const { name, kind } of [
    ...plan.rungs.map(({ name }) => ({ name, kind: 'video' as const })),
    ...plan.audio.filter(({ isCopied }) => !isCopied).map(({ name }) => ({ name, kind: 'audio' as const })),
  ]) {
    const list = whole.get(name) ?? [];
    expect(rest.get(name)?.slice(1)).toEqual(list.slice(stored));
    const one = await join(path.join(folder, `${name}-one.mp4`), name, [before, before], stored, list);
    const two = await join(path.join(folder, `${name}-two.mp4`), name, [before, after], stored, list);
    expect(await timesOf(two)).toEqual(await timesOf(one));
    const [a, b] = [await decoded(one, kind), await decoded(two, kind)];
    expect(b.length).toBe(a.length);
    expect(worstDifference(a, b, kind === 'video' ? 64 * 36 : 64)).toBeLessThan(kind === 'video' ? 4 : 3);
  }
  return { whole, rest, resume };
}

const clip = async (options: ClipOptions) => makeClip(await tempFolder(), { size: '160x90', seconds: 14, ...options });

describe('what goes on is what would have been', () => {
  it.each<[string, ClipOptions, Container, number]>([
    ['at 29.97 frames a second', { rate: '30000/1001', name: 'film.mov' }, 'mov', 3],
    ['with sound of 44.1 kHz', { options: ['-c:a', 'libmp3lame', '-ar', '44100'] }, 'mp4', 3],
    ['where nothing can be sought', { options: ['-c:v', 'mpeg2video'], name: 'film.ts', rate: '25' }, 'mpeg-ts', 3],
    ['after the first segment', { options: ['-c:a', 'libmp3lame'] }, 'mp4', 1],
  ])('%s', async (_what, options, container, stored) => {
    const source = { file: await clip(options), container };
    const { plan, startSeconds } = await planOf(source);
    const { resume } = await resumed(source, { plan: { ...plan, copy: null }, startSeconds }, stored, null);
    expect(resume.seekSeconds > 0).toBe(container !== 'mpeg-ts' && stored > 2);
  });

  const CUTS = ['-force_key_frames', '0,1.5,2.25,5,8.5,10,12.6', '-g', '250', '-sc_threshold', '0', '-bf', '2'];
  it.each([
    ['film.mp4', 'mp4'],
    ['film.mkv', 'matroska'],
  ] as const)('cut where the source is cut, in %s', async (name, container) => {
    const source = { file: await clip({ size: '426x240', rate: '30000/1001', options: CUTS, name }), container };
    const { plan, startSeconds } = await planOf(source);
    const [largest] = plan.rungs;
    if (!largest) throw new Error('there is no rung');
    const lower = [{ ...largest, name: 'lower', width: 212, height: 120 }];
    const copied = await encode(source, { ...plan, rungs: [], audio: [] }, null, await tempFolder());
    const followed = copied.get('source')?.map(({ durationSeconds }) => durationSeconds) ?? [];
    const step = { ...plan, copy: null, audio: [], rungs: lower, followsSource: true };
    await resumed(source, { plan: step, startSeconds }, 2, followed);
  });
});
