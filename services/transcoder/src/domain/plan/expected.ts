import { type PlannedRendition, plannedRenditions } from '../hls/rendition.js';
import type { MediaProbe } from '../media-probe.js';
import { mayBeTopRung } from './steps.js';
import type { TranscodePlan } from './transcode-plan.js';

/** Every rendition that a plan is likely to make, as far as the probe tells: a copy that may be the top rung takes its place. */
export function expectedRenditions(plan: TranscodePlan, probe: MediaProbe): PlannedRendition[] {
  const track = probe.video.find(({ index }) => index === plan.videoStream);
  const isCopyOnTop = plan.copy !== null && track !== undefined && mayBeTopRung(plan, probe, track);
  return plannedRenditions(isCopyOnTop ? { ...plan, rungs: plan.rungs.slice(1) } : plan);
}
