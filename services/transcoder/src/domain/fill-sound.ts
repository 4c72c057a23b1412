import { durationSeconds, type Rendition } from './hls/rendition.js';
import { MAX_SHORT_SECONDS } from './plan/audio.js';
import { isCutByClock, ladderWithSound, soundStep } from './plan/steps.js';
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
  renditions: Rendition[],
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Rendition[]> {
  const { plan } = work;
  const picture = renditions.find(({ kind }) => kind === 'video');
  if (!picture || !isCutByClock(picture, plan.segmentSeconds)) return renditions;
  const pictureSeconds = durationSeconds(picture);
  const isShort = ({ name }: AudioRendition) =>
    renditions.some((made) => made.name === name && durationSeconds(made) < pictureSeconds - MAX_SHORT_SECONDS);
  const short = [...plan.audio, ...ladderWithSound(plan).audio].filter(isShort);
  if (short.length === 0) return renditions;
  for (const { label } of short)
    deps.decide(work.claim, `sound “${label.name}” ends before the picture: silence follows it`);
  const audio = short.map((track) => filled(track, pictureSeconds));
  const made = await runStep(work, { plan: soundStep({ ...plan, audio }) }, deps, signal);
  const insteadOf = new Map(short.map(({ name }, at) => [name, made[at]]));
  return renditions.map((rendition) => insteadOf.get(rendition.name) ?? rendition);
}
