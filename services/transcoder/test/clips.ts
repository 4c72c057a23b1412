import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@kinora/testing';

const run = promisify(execFile);

export interface ClipOptions {
  /** Pixels, such as `320x180`. */
  size?: string;
  seconds?: number;
  rate?: string;
  sound?: boolean;
  /** Name with the extension that picks the container. */
  name?: string;
  /** More inputs of ffmpeg; the picture is input 0, the tone input 1. */
  inputs?: string[];
  /** ffmpeg's output options. */
  options?: string[];
}

/** Makes a small clip by ffmpeg: a moving picture, and a tone unless told otherwise. Returns its path. */
export async function makeClip(folder: string, options: ClipOptions = {}): Promise<string> {
  const { size = '320x180', seconds = 3, rate = '24', sound = true, name = 'clip.mp4' } = options;
  const file = path.join(folder, `${randomUUID()}-${name}`);
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`];
  const tone = sound ? ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`] : [];
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', ...(sound ? ['-c:a', 'aac'] : [])];
  await run('ffmpeg', [
    '-nostdin',
    '-v',
    'error',
    ...picture,
    ...tone,
    ...(options.inputs ?? []),
    ...codecs,
    ...(options.options ?? []),
    file,
  ]);
  return file;
}

/** An ffmpeg that writes down the outputs of each step that it is asked to make. */
export async function recordingFfmpeg(folder: string): Promise<{ command: string; steps(): Promise<string[]> }> {
  const command = path.join(folder, `${randomUUID()}-ffmpeg`);
  const record = `${command}.log`;
  await writeFile(record, '');
  await writeFile(command, `#!/bin/sh\ncase "$*" in *-progress*) echo "$*" >> ${record};; esac\nexec ffmpeg "$@"\n`, {
    mode: 0o755,
  });
  const steps = async () => {
    const commands = (await readFile(record, 'utf8')).split('\n').filter(Boolean);
    return commands.map((args) => [...args.matchAll(/ ([\w-]+)\/list\.m3u8/g)].map(([, name]) => name).join(' '));
  };
  return { command, steps };
}

/** An ffmpeg that encodes no faster than this many seconds of video a second, so that the work is caught in the middle on any machine. */
export async function slowFfmpeg(rate: number): Promise<string> {
  const command = path.join(await tempFolder(), 'ffmpeg');
  const script = `case "$*" in *libx264*) exec ffmpeg -readrate ${rate} "$@";; esac\nexec ffmpeg "$@"`;
  await writeFile(command, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return command;
}

/** Copies the streams of a clip into a new file, with other options. */
export async function remux(file: string, options: string[], inputs: string[] = []): Promise<string> {
  const copy = path.join(path.dirname(file), `${randomUUID()}-${path.basename(file)}`);
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', file, ...inputs, '-c', 'copy', ...options, copy]);
  return copy;
}
