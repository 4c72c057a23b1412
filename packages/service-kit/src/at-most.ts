/**
 * Lets so many pieces of work run at one moment.
 * @param busy what whoever comes when all places are taken gets instead
 */
export function atMost(places: number, busy: () => Error) {
  let running = 0;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= places) throw busy();
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
    }
  };
}
