import type { PlannedRendition } from '../../domain/hls/rendition.js';
import { createMoment } from '../../domain/moment.js';

interface HeadStartOptions {
  /** What is watched first. */
  awaited: PlannedRendition[];
  /** How many segments of each of them make that visible. */
  segments: number;
  /** True when all of these are made, false when they are visible. */
  setAlone: (isAlone: boolean) => void;
  /** Nothing else is to be stored, unless this is ended. */
  isAll: boolean;
}

/** Lets the segments that are watched first pass before all others. */
export interface HeadStart {
  /** A segment is made. Resolves when it may be stored. */
  admit(name: string, position: number): Promise<void>;
  /** It is stored, and whoever makes it visible knows. */
  note(name: string, position: number): void;
  /** From now on all pass. */
  end(): void;
  /** Resolves when what is watched first is visible, or is not waited for. */
  begun: Promise<void>;
}

export function createHeadStart({ awaited, segments, setAlone, isAll }: HeadStartOptions): HeadStart {
  const isFirst = (name: string, position: number): boolean =>
    position < segments && awaited.some((planned) => planned.name === name);
  let unmade = awaited.length * segments;
  let unstored = unmade;
  let isOver = false;
  const [begun, over] = [createMoment(), createMoment()];
  const end = () => {
    if (isOver) return;
    isOver = true;
    setAlone(false);
    begun.comes();
    over.comes();
  };
  return {
    async admit(name, position) {
      if (isOver) return;
      if (!isFirst(name, position)) return over.came;
      unmade--;
      if (unmade === 0) setAlone(true);
    },
    note(name, position) {
      if (isFirst(name, position)) unstored--;
      if (unstored > 0) return;
      if (isAll) begun.comes();
      else end();
    },
    end,
    begun: begun.came,
  };
}
