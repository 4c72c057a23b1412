import { hlsPrefix } from '@kinora/contracts';
import { PermanentFault } from './faults.js';
import { durationSeconds } from './hls/rendition.js';
import { identify } from './identify.js';
import { admit } from './limits.js';
import { makeRenditions } from './make-renditions.js';
import type { VideoStream } from './media-probe.js';
import { expectedRenditions } from './plan/expected.js';
import { planTranscode } from './plan/plan.js';
import { publishPlaylists } from './publish-playlists.js';
import { retryStalled } from './retry-stalled.js';
import { mainTrack } from './run-step.js';
import { readSubtitles, storeSubtitles } from './subtitles/read-subtitles.js';
import { together } from './together.js';
import type { Claim, Published, SourceView, TranscodeDeps } from './transcode-deps.js';

const NEEDS_DOLBY_VISION =
  'The colours of this video can be shown by Dolby Vision alone (profile 5): everywhere else they would be purple and green. Please export it as HDR10, HLG or SDR and upload that.';

/** @throws PermanentFault rather than that a video is shown in colours that it does not have */
function assertColours(track: VideoStream | undefined): void {
  if (track?.colour.needsDolbyVision) throw new PermanentFault('transcode-failed', { detail: NEEDS_DOLBY_VISION });
}

/**
 * Turns a source into renditions and publishes them. The caller writes the rows, which alone make the finished stream visible.
 * @throws PermanentFault, PassingFault, or the signal's reason
 */
export async function transcodeVideo<Source extends SourceView>(
  claim: Claim,
  deps: TranscodeDeps<Source>,
  signal: AbortSignal,
): Promise<Published> {
  const source = await deps.openSource(claim, signal);
  try {
    const as = await identify(source);
    const probe = await retryStalled(deps.maxEncodeTries, () => deps.probe(source, as, signal));
    admit(probe, deps.limits);
    const plan = planTranscode(probe, deps.limits);
    if (!plan) throw new PermanentFault('no-video-stream');
    assertColours(mainTrack({ probe, plan }));
    await deps.onPlan(claim, plan, expectedRenditions(plan), probe.chapters);
    const prefix = `${hlsPrefix(claim.videoId)}${claim.attempt}/`;
    const work = { claim, source, as, probe, plan, prefix };
    const [made, extracted] = await together(
      signal,
      (either) => makeRenditions(work, deps, either),
      (either) => readSubtitles(work, deps, either),
    );
    const subtitles = await storeSubtitles(work, { extracted, made }, deps, signal);
    const putText = (key: string, text: string) => deps.putText(key, text, signal);
    const hlsPath = await publishPlaylists(prefix, { renditions: made, subtitles }, putText);
    const seconds = Math.max(...made.map(durationSeconds));
    return { hlsPath, durationSeconds: seconds, ...plan.display, renditions: made };
  } finally {
    source.close();
  }
}
