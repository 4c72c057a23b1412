import type { PlannedRendition } from '../../domain/hls/rendition.js';

interface HeadStartOptions {
  /** What is watched first. */
  awaited: PlannedRendition[];
  /** How many segments of each of them make that visible. */
  segments: number;
  /** True when all of these are made, false when they are visible. */
  setAlone: (isAlone: boolean) => void;
}

/** Lets the segments that are watched first pass before all others. */
export interface HeadStart {
  /** A segment is made. Resolves when it may be stored. */
  admit(name: string, position: number): Promise<void>;
  /** It is stored, and whoever makes it visible knows. */
  note(name: string, position: number): void;
  /** From now on all pass. */
  end(): void;
  /** Resolves when all pass. */
  over: Promise<void>;
}

export function createHeadStart({ awaited, segments, setAlone }: HeadStartOptions): HeadStart {
  const isFirst = (name: string, position: number): boolean =>
    position < segments && awaited.some((planned) => planned.name === name);
  let unmade = awaited.length * segments;
  let unstored = unmade;
  let isOver = false;
  let go = () => {};
  const over = new Promise<void>((resolve) => {
    go = resolve;
  });
  const end = () => {
    if (isOver) return;
    isOver = true;
    setAlone(false);
    go();
  };
  return {
    async admit(name, position) {
      if (isOver) return;
      if (!isFirst(name, position)) return over;
      unmade--;
      if (unmade === 0) setAlone(true);
    },
    note(name, position) {
      if (isFirst(name, position)) unstored--;
      if (unstored === 0) end();
    },
    end,
    over,
  };
}
