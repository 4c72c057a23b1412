/** A file that may be served at the address of its video. */
export interface Candidate {
  id: string;
  isPlayable: boolean;
  /** Viewers have got it before: it does not take over by itself again. */
  hasServed: boolean;
}

/**
 * Which file viewers should get: a new one as soon as it can be watched, otherwise the one that they get, unless that cannot
 * be watched and another one can.
 * @param newestFirst all that are kept
 */
export function fileToServe(servedId: string, newestFirst: readonly Candidate[]): string {
  const playable = newestFirst.filter(({ isPlayable }) => isPlayable);
  const arrived = playable.find(({ hasServed }) => !hasServed);
  if (arrived) return arrived.id;
  return playable.some(({ id }) => id === servedId) ? servedId : (playable[0]?.id ?? servedId);
}
