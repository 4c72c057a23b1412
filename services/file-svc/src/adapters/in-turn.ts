/**
 * Runs pieces of work beside each other, except that one which clashes with earlier ones waits until they have ended.
 * @param clash whether what two pieces lay claim to must not be worked on at once
 */
export function inTurns<Claim>(clash: (one: Claim, other: Claim) => boolean) {
  const running = new Set<{ claim: Claim; ended: Promise<unknown> }>();
  return async <Result>(claim: Claim, work: () => Promise<Result>): Promise<Result> => {
    const before = [...running].filter((earlier) => clash(earlier.claim, claim)).map(({ ended }) => ended);
    const result = Promise.all(before).then(work);
    const mine = { claim, ended: result.catch(() => undefined) };
    running.add(mine);
    try {
      return await result;
    } finally {
      running.delete(mine);
    }
  };
}
