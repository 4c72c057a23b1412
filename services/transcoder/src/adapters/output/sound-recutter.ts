import { readFile, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { INIT_FILE } from '../../domain/hls/media-playlist.js';
import { createSoundCutter, type SoundCutter } from '../../domain/hls/sound-cutter.js';
import { readSound, type Sound, timescaleOf, writeSoundSegment } from '../../domain/hls/sound-segment.js';
import { SEGMENT_SECONDS } from '../../domain/plan/plan.js';
import type { ProducedSegment } from './segment-follower.js';

export interface SoundRecutterOptions {
  /** Where ffmpeg writes the pieces, and the segments appear. */
  folder: string;
  /** How many segments are stored already: these are not passed on. */
  stored: number;
  onSegment: (segment: ProducedSegment) => Promise<void>;
}

export interface SoundRecutter {
  /** Takes the next piece that ffmpeg made. */
  push(piece: ProducedSegment): Promise<void>;
  /** The picture is cut there. */
  cutAt(seconds: number): Promise<void>;
  /** After the last piece. What is left of the sound is passed on, or left out when the picture goes on. */
  end(isWhole: boolean): Promise<void>;
}

/**
 * Cuts a track of sound where the picture beside it is cut. ffmpeg cuts sound by the clock alone, and nobody knows before
 * where a picture that is copied has its key frames.
 */
export function createSoundRecutter({ folder, stored, onSegment }: SoundRecutterOptions): SoundRecutter {
  let last: Promise<void> = Promise.resolve();
  let cutter: SoundCutter | undefined;
  let ticksPerSecond = 0;
  let made = 0;
  const cutsBefore: number[] = [];

  const pass = async (sound: Sound) => {
    made++;
    if (made <= stored) return;
    const fileName = `${String(made).padStart(5, '0')}.m4s`;
    const bytes = writeSoundSegment(sound, made);
    await writeFile(path.join(folder, fileName), bytes);
    const ticks = sound.frames.reduce((sum, { durationTicks }) => sum + durationTicks, 0);
    await onSegment({ fileName, durationSeconds: ticks / ticksPerSecond, sizeBytes: bytes.length });
  };
  const passAll = async (sounds: Sound[]) => {
    for (const sound of sounds) await pass(sound);
  };
  const start = async (): Promise<SoundCutter> => {
    ticksPerSecond = timescaleOf(await readFile(path.join(folder, INIT_FILE)));
    const created = createSoundCutter({ ticksPerSecond, segmentSeconds: SEGMENT_SECONDS });
    for (const seconds of cutsBefore) created.cutAt(seconds);
    return created;
  };
  const take = async ({ fileName }: ProducedSegment) => {
    cutter ??= await start();
    const file = path.join(folder, fileName);
    for (const sound of readSound(await readFile(file))) await passAll(cutter.add(sound));
    await unlink(file);
  };
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work);
    return last;
  };
  return {
    push: (piece) => inTurn(() => take(piece)),
    cutAt: (seconds) =>
      inTurn(async () => {
        if (cutter) await passAll(cutter.cutAt(seconds));
        else cutsBefore.push(seconds);
      }),
    end: (isWhole) => inTurn(async () => passAll((isWhole && cutter?.end()) || [])),
  };
}
