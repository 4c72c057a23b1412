import type { Sound, SoundFrame } from './sound-segment.js';

/** A picture without key frames keeps its sound waiting no longer than this: the sound is held in memory meanwhile. */
export const MAX_WAIT_SECONDS = 60;

export interface SoundCutterOptions {
  ticksPerSecond: number;
  /** How long segments are where nothing tells where to cut. */
  segmentSeconds: number;
}

/** Cuts sound where a picture is cut: each frame of it is in the segment in which most of it is heard. */
export interface SoundCutter {
  /** More sound. @returns the segments that are whole by it */
  add(sound: Sound): Sound[];
  /** The picture is cut there. @returns the segments that are whole by it */
  cutAt(seconds: number): Sound[];
  /** All that is left. */
  end(): Sound[];
}

const ticksOf = (frames: SoundFrame[]): number => frames.reduce((sum, { durationTicks }) => sum + durationTicks, 0);

export function createSoundCutter({ ticksPerSecond, segmentSeconds }: SoundCutterOptions): SoundCutter {
  let held: Sound | undefined;
  let heldTicks = 0;
  let dueTicks: number[] = [];

  /** The frames before a time; undefined while it is not known whether there are more. */
  const cutOff = (due: number): Sound | undefined => {
    if (!held) return undefined;
    let end = held.startTicks;
    const count = held.frames.findIndex(({ durationTicks }) => {
      if (end >= due - durationTicks / 2) return true;
      end += durationTicks;
      return false;
    });
    if (count < 0) return undefined;
    const cut = { ...held, frames: held.frames.slice(0, count) };
    heldTicks -= end - held.startTicks;
    held = { ...held, startTicks: end, frames: held.frames.slice(count) };
    return cut;
  };
  const cutDue = (): Sound[] => {
    const whole: Sound[] = [];
    for (let cut = cutOff(dueTicks[0] ?? Infinity); cut; cut = cutOff(dueTicks[0] ?? Infinity)) {
      dueTicks.shift();
      if (cut.frames.length > 0) whole.push(cut);
    }
    return whole;
  };
  /** Cuts as if the picture were cut evenly, while more than so much is held. A file may say of one frame that it lasts an hour. */
  const cutEvenly = (maxTicks: number): Sound[] => {
    const whole: Sound[] = [];
    while (held && heldTicks > maxTicks) {
      const ticks = Math.max(segmentSeconds * ticksPerSecond, held.frames[0]?.durationTicks ?? 0);
      const cut = cutOff(held.startTicks + ticks);
      if (!cut) break;
      whole.push(cut);
    }
    return whole;
  };
  return {
    add({ trackId, startTicks, frames }) {
      held ??= { trackId, startTicks, frames: [] };
      held.frames.push(...frames);
      heldTicks += ticksOf(frames);
      return [...cutDue(), ...cutEvenly(MAX_WAIT_SECONDS * ticksPerSecond)];
    },
    cutAt(seconds) {
      dueTicks.push(seconds * ticksPerSecond);
      return cutDue();
    },
    end() {
      dueTicks = [];
      const whole = cutEvenly(segmentSeconds * ticksPerSecond);
      const rest = held && held.frames.length > 0 ? [held] : [];
      held = undefined;
      return [...whole, ...rest];
    },
  };
}
