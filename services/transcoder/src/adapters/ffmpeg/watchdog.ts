const CHECK_MS = 250;

export interface Watchdog {
  /** Something happened: the count starts anew. */
  touch(): void;
  /** While paused nothing is expected to happen. */
  setPaused(paused: boolean): void;
  stop(): void;
}

/** Calls `onStall` once when nothing happened for `limitMs`. */
export function startWatchdog(limitMs: number, onStall: () => void): Watchdog {
  let last = Date.now();
  let paused = false;
  const timer = setInterval(() => {
    if (paused) last = Date.now();
    if (Date.now() - last < limitMs) return;
    clearInterval(timer);
    onStall();
  }, CHECK_MS);
  return {
    touch: () => {
      last = Date.now();
    },
    setPaused: (value) => {
      paused = value;
      last = Date.now();
    },
    stop: () => clearInterval(timer),
  };
}
