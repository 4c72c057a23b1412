import type { ProblemCode, ProblemDocument } from '@kinora/contracts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** So that a crowd that lost the same server does not come back in one moment. */
const SPREAD = 0.25;

/**
 * How long to wait after so many failures in a row: one second, then twice as long each time, up to a minute.
 * @param random 0 to 1
 */
export function retryDelayMs(failures: number, random: number): number {
  const delayMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.round(delayMs * (1 - SPREAD * random));
}

/** What waiting does not change: the storage has to be cleared by somebody. */
const FULL = 507;
/** No answer, a time-out, an offset that was not the server's, too many requests. */
const PASSING = [0, 408, 409, 429];
/** A 409 that somebody has to do something about. */
const LASTING: readonly ProblemCode[] = ['not-replaceable'];

/**
 * Whether an upload may go on by itself after this, sooner or later. Not after 423: two windows would take it from each other
 * for ever.
 */
export const isPassing = ({ status, code }: Pick<ProblemDocument, 'status'> & Partial<ProblemDocument>): boolean =>
  (PASSING.includes(status) && !LASTING.some((lasting) => lasting === code)) || (status >= 500 && status !== FULL);

interface Retry {
  status: number;
  secondsLeft: number;
  isOnline: boolean;
}

/** `Connection lost: trying again in 4 s`. */
export function retryWords({ status, secondsLeft, isOnline }: Retry): string {
  if (!isOnline) return 'You are offline. The upload goes on by itself when the network is back.';
  const when = secondsLeft > 0 ? `trying again in ${Math.ceil(secondsLeft)} s` : 'trying again now';
  return `${status === 0 ? 'Connection lost' : 'The server is not ready'}: ${when}`;
}
