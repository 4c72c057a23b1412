import type { TranscodeStore } from './adapters/database/transcodes.js';
import type { ConversionProgress, ConversionReport } from './domain/progress/conversion-progress.js';
import type { Claim } from './domain/transcode-deps.js';

/** Changes whenever there is something new about the reasons or the renditions. */
const fingerprint = ({ reasons, renditions }: ConversionReport): string =>
  JSON.stringify([reasons, renditions.map(({ name, state, percent, reason }) => [name, state, percent, reason])]);

export interface ReporterDeps {
  progress: ConversionProgress;
  /** How many segments the journal names by now. */
  storedSegments: () => number;
  store: TranscodeStore;
}

/** @returns writes where a conversion is; false when the claim is lost */
export function createReporter(
  claim: Claim,
  { progress, storedSegments, store }: ReporterDeps,
): () => Promise<boolean> {
  let written: string | undefined;
  return async () => {
    const report = progress.report();
    if (!(await store.beat(claim, { ...report, storedSegments: storedSegments() }))) return false;
    const current = fingerprint(report);
    if (current !== written) await store.saveReport(claim, report);
    written = current;
    return true;
  };
}
