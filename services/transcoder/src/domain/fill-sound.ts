import type { First } from './first-step.js';
import { durationSeconds } from './hls/rendition.js';
import { MAX_SHORT_SECONDS } from './plan/audio.js';
import { soundStep } from './plan/steps.js';
import type { AudioRendition } from './plan/transcode-plan.js';
import { runStep, type Work } from './run-step.js';
import type { SourceView, TranscodeDeps } from './transcode-deps.js';

/** It takes the place of a rendition that can be watched already, whose segments others may have kept. */
const filled = (track: AudioRendition, silenceUntilSeconds: number): AudioRendition => ({
  ...{ ...track, name: `${track.name}-filled`, isCopied: false, silenceUntilSeconds },
});

/**
 * Sound that turned out to end before an encoded picture, which a damaged file does not say beforehand, is made once more with
 * silence behind it: players expect every track to be as long as the picture.
 */
export async function withFilledSound<Source extends SourceView>(
  work: Work<Source>,
  first: First,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<First> {
  const picture = first.renditions.find(({ kind }) => kind === 'video');
  if (!picture || first.plan.copy) return first;
  const pictureSeconds = durationSeconds(picture);
  const isShort = ({ name }: AudioRendition) =>
    first.renditions.some((made) => made.name === name && durationSeconds(made) < pictureSeconds - MAX_SHORT_SECONDS);
  const short = first.plan.audio.filter(isShort);
  if (short.length === 0) return first;
  for (const { label } of short)
    deps.decide(work.claim, `sound “${label.name}” ends before the picture: silence follows it`);
  const plan = soundStep({ ...first.plan, audio: short.map((track) => filled(track, pictureSeconds)) });
  const made = await runStep(work, { plan }, deps, signal);
  const insteadOf = new Map(short.map(({ name }, at) => [name, made[at]]));
  return { ...first, renditions: first.renditions.map((rendition) => insteadOf.get(rendition.name) ?? rendition) };
}
