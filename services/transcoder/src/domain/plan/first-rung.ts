import { shortSide, sizeName } from './display-size.js';
import type { VideoRung } from './transcode-plan.js';

/** Fewer lines are hard to watch on anything but a small phone. */
const MIN_USEFUL_LINES = 360;

/** The rung that is encoded before all others when the source cannot be copied. `rungs` are largest first. */
export function firstRung(rungs: VideoRung[]): { rung: VideoRung | undefined; reason: string } {
  const useful = rungs.findLast((rung) => shortSide(rung) >= MIN_USEFUL_LINES);
  const rung = useful ?? rungs[0];
  const why = useful ? 'the smallest size that is good to watch' : 'the largest that there is';
  return { rung, reason: `${rung ? sizeName(rung) : 'nothing'} is encoded first: ${why}` };
}
