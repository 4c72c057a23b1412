import { type PlannedRendition, plannedRenditions } from '../hls/rendition.js';
import type { TranscodePlan } from './transcode-plan.js';

/** Every rendition that a plan is likely to make, as far as the probe tells: a copy that may be the top rung takes its place. */
export const expectedRenditions = (plan: TranscodePlan): PlannedRendition[] =>
  plannedRenditions(plan.copy?.mayStay ? { ...plan, rungs: plan.rungs.slice(1) } : plan);
