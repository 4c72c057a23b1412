interface Sample {
  atSeconds: number;
  value: number;
}

export interface Pace {
  add(atSeconds: number, value: number): void;
  /** How fast the value grows; null while too little was seen to tell. */
  perSecond(): number | null;
  reset(): void;
}

const WINDOW_SECONDS = 20;
const MIN_SECONDS = 2;

/** How fast something grows, over the last while: steady against single pictures that are hard or easy. */
export function createPace(windowSeconds = WINDOW_SECONDS): Pace {
  let samples: Sample[] = [];
  return {
    add(atSeconds, value) {
      samples.push({ atSeconds, value });
      while ((samples[1]?.atSeconds ?? atSeconds) < atSeconds - windowSeconds) samples.shift();
    },
    perSecond() {
      const [first, last] = [samples[0], samples.at(-1)];
      if (!first || !last || last.atSeconds - first.atSeconds < MIN_SECONDS) return null;
      return (last.value - first.value) / (last.atSeconds - first.atSeconds);
    },
    reset() {
      samples = [];
    },
  };
}
