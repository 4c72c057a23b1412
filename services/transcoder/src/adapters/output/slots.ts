/** Runs a task when a slot is free; of those that wait, the one with the lowest turn first. */
export type InSlot = <Result>(task: () => Promise<Result>, turn?: number) => Promise<Result>;

/** Runs at most `limit` tasks at once, in the order of their turns, and of those that came. */
export function createSlots(limit: number): InSlot {
  let free = limit;
  const waiting: { turn: number; go: () => void }[] = [];
  const release = () => {
    const next = waiting.shift();
    if (next) next.go();
    else free++;
  };
  const wait = (turn: number) =>
    new Promise<void>((go) => {
      const behind = waiting.findIndex((other) => other.turn > turn);
      waiting.splice(behind < 0 ? waiting.length : behind, 0, { turn, go });
    });
  return async (task, turn = 0) => {
    if (free > 0) free--;
    else await wait(turn);
    try {
      return await task();
    } finally {
      release();
    }
  };
}
