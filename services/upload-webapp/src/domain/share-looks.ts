/** Of the time that passes, looking takes one part in so many at most. */
const PARTS = 10;

/** Shares one look among all who ask, and looks again no sooner than nine times as long as it took after it. */
export function shareLooks<Seen>(look: () => Promise<Seen>): () => Promise<Seen> {
  let shared: Promise<Seen> | undefined;
  let freshUntil = 0;
  const lookNow = async () => {
    const startedAt = performance.now();
    freshUntil = Number.POSITIVE_INFINITY;
    try {
      const seen = await look();
      freshUntil = startedAt + PARTS * (performance.now() - startedAt);
      return seen;
    } catch (error) {
      freshUntil = 0;
      throw error;
    }
  };
  return () => {
    if (!shared || performance.now() >= freshUntil) shared = lookNow();
    return shared;
  };
}
