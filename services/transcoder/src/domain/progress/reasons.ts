/** What was decided about a video, in words, each said once and in the order it was decided. */
export interface Reasons {
  add(reason: string): void;
  /** Takes back what was said before. */
  replace(before: string, after: string): void;
  all(): string[];
}

export function createReasons(): Reasons {
  const reasons: string[] = [];
  const add = (reason: string) => {
    if (!reasons.includes(reason)) reasons.push(reason);
  };
  return {
    add,
    replace(before, after) {
      const at = reasons.indexOf(before);
      if (at < 0) add(after);
      else reasons[at] = after;
    },
    all: () => [...reasons],
  };
}
