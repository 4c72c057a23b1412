import path from 'node:path';
import type { PlannedRendition } from '../../domain/hls/rendition.js';
import { MIN_TAIL_SECONDS } from '../../domain/plan/plan.js';
import type { StoredRendition } from '../../domain/resume/journal.js';
import type { ProducedSegment } from './segment-follower.js';
import { createSoundRecutter, type SoundRecutter } from './sound-recutter.js';
import { createTailJoiner } from './tail-joiner.js';

export interface SegmentShaperOptions {
  /** Holds a folder for each rendition. */
  folder: string;
  renditions: PlannedRendition[];
  /** Name of the picture that all sound is cut with; null when it is cut by the clock. */
  soundFollows: string | null;
  /** What earlier runs have stored, by name. */
  kept: ReadonlyMap<string, StoredRendition>;
  onSegment: (rendition: string, segment: ProducedSegment) => void;
  onError: (error: unknown) => void;
}

/** Makes the segments that are stored of those that ffmpeg lists: sound is cut with its picture, and no scrap is left. */
export interface SegmentShaper {
  push(rendition: string, segment: ProducedSegment): void;
  /** After the last segment. What may still become longer is passed on, or left out when the source goes on. */
  end(isWhole: boolean): Promise<void>;
}

export function createSegmentShaper(options: SegmentShaperOptions): SegmentShaper {
  const { folder, renditions, soundFollows, kept, onSegment, onError } = options;
  const keptOf = (name: string | null) => kept.get(name ?? '')?.segments ?? [];
  let pictureSeconds = 0;
  const recutters = new Map<string, SoundRecutter>();
  const cutSound = (seconds: number) => {
    pictureSeconds += seconds;
    for (const recutter of recutters.values()) void recutter.cutAt(pictureSeconds).catch(onError);
  };
  const joinerOf = ({ name }: PlannedRendition) =>
    createTailJoiner({
      ...{ folder: path.join(folder, name), minSeconds: MIN_TAIL_SECONDS },
      onSegment(segment) {
        onSegment(name, segment);
        if (name === soundFollows) cutSound(segment.durationSeconds);
      },
    });
  const joiners = new Map(renditions.map((planned) => [planned.name, joinerOf(planned)]));
  for (const [name, joiner] of joiners) {
    const isSound = renditions.some((planned) => planned.name === name && planned.kind === 'audio');
    if (soundFollows === null || !isSound) continue;
    const stored = keptOf(name).length;
    recutters.set(
      name,
      createSoundRecutter({ folder: path.join(folder, name), stored, onSegment: (segment) => joiner.push(segment) }),
    );
  }
  for (const segment of keptOf(soundFollows)) cutSound(segment.durationSeconds);

  return {
    push: (name, segment) => void (recutters.get(name) ?? joiners.get(name))?.push(segment).catch(onError),
    async end(isWhole) {
      // The last cut of the picture comes out of its joiner.
      for (const [name, joiner] of joiners) if (!recutters.has(name)) await joiner.end(isWhole);
      for (const recutter of recutters.values()) await recutter.end(isWhole);
      for (const name of recutters.keys()) await joiners.get(name)?.end(isWhole);
    },
  };
}
