import type { Container } from '@kinora/sniff';
import { PermanentFault } from './faults.js';

/** Containers whose header states the length; in the others it is guessed from the bytes that are there. */
const STATES_LENGTH = new Set<Container>(['mp4', 'mov', 'matroska', 'webm', 'avi', 'asf', 'mxf']);
/** Rounding, edit lists and a last frame without a duration explain this much, and no more; of a short video less. */
const TOLERANCE_SECONDS = 1;
const TOLERANCE_FACTOR = 0.02;
const SHORT_TOLERANCE_FACTOR = 0.25;

const toleranceSeconds = (declaredSeconds: number): number =>
  Math.max(Math.min(TOLERANCE_SECONDS, declaredSeconds * SHORT_TOLERANCE_FACTOR), declaredSeconds * TOLERANCE_FACTOR);

interface Lengths {
  container: Container;
  /** What the file says. */
  declaredSeconds: number | null;
  /** What came out. */
  producedSeconds: number;
}

/**
 * A source that breaks off in the middle decodes to a shorter video without an error from ffmpeg.
 * @throws PermanentFault `unreadable`, because a shorter video must not pass for the whole
 */
export function assertWhole({ container, declaredSeconds, producedSeconds }: Lengths): void {
  if (producedSeconds <= 0) throw new PermanentFault('unreadable', { log: 'no frame could be decoded' });
  if (declaredSeconds === null || !STATES_LENGTH.has(container)) return;
  const missing = declaredSeconds - producedSeconds;
  if (missing <= toleranceSeconds(declaredSeconds)) return;
  throw new PermanentFault('unreadable', {
    detail: `The file is incomplete: only ${Math.floor(producedSeconds)} of its ${Math.round(declaredSeconds)} seconds can be read. Please upload the whole file again.`,
    log: `declared ${declaredSeconds} s, decoded ${producedSeconds} s`,
  });
}
