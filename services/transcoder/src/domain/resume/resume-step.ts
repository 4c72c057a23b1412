import type { Container } from '@kinora/sniff';
import { soundFollows } from '../plan/copy.js';
import type { TranscodePlan } from '../plan/transcode-plan.js';
import type { JournalStep, StoredRendition } from './journal.js';
import { planResume, type Resume } from './resume.js';

/** What a run of a step takes over from an earlier one. */
export interface TakenOver {
  /** Null when all that is encoded is encoded from the start. */
  resume: Resume | null;
  /** What stays as it is, by name. */
  kept: ReadonlyMap<string, StoredRendition>;
  /** How many segments ffmpeg makes once more, by name. Of sound that is cut with a picture it makes other pieces. */
  repeated: ReadonlyMap<string, number>;
}

export const NOTHING_TAKEN_OVER: TakenOver = { resume: null, kept: new Map(), repeated: new Map() };

export interface StepSource {
  container: Container;
  startSeconds: number;
  /** The picture that the step follows, if it does. */
  followed: StoredRendition | null;
}

/** ffmpeg makes one segment of what it goes on with to come into its stride, and all of what it copies. */
const repeatedOf = (copies: Set<string>, { name, segments }: StoredRendition): number =>
  copies.has(name) ? segments.length : 1;

/** Decides what stays of a step that was broken off. */
export function takeOver(plan: TranscodePlan, stored: Pick<JournalStep, 'renditions'>, source: StepSource): TakenOver {
  const byName = new Map(stored.renditions.map((rendition) => [rendition.name, rendition]));
  const segments = new Map(stored.renditions.map((rendition) => [rendition.name, rendition.segments]));
  const followed = source.followed?.segments.map(({ durationSeconds }) => durationSeconds) ?? null;
  const { container, startSeconds: sourceStartSeconds } = source;
  const resume = planResume({ plan, kept: segments, container, sourceStartSeconds, followed });
  if (!resume) return NOTHING_TAKEN_OVER;
  for (const { name } of plan.rungs) {
    const rendition = byName.get(name);
    const shared = rendition?.segments.slice(0, resume.picture?.segments);
    if (rendition && shared) byName.set(name, { ...rendition, segments: shared });
  }
  const copied = [...(plan.copy ? [plan.copy] : []), ...plan.audio.filter(({ isCopied }) => isCopied)];
  const copies = new Set(copied.map(({ name }) => name));
  const isRecut = ({ name }: StoredRendition) => soundFollows(plan) !== null && name !== soundFollows(plan);
  const listed = [...byName.values()].filter((rendition) => !isRecut(rendition));
  const repeated = new Map(listed.map((rendition) => [rendition.name, repeatedOf(copies, rendition)]));
  return { resume, kept: byName, repeated };
}
