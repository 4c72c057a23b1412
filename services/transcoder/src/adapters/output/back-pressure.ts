/** A copy is made faster than it is stored: what runs ahead takes the machine's time from what can be watched first. */
const MAX_WAITING_SEGMENTS = 8;

/** Whether ffmpeg stands still. */
export interface BackPressure {
  /** A segment is made, and its bytes are in the scratch folder. @returns whether it holds more than it may */
  made(sizeBytes: number): boolean;
  /** The segment may be stored. */
  admitted(): void;
  /** It is stored, and no more in the scratch folder. */
  stored(sizeBytes: number): void;
  /** What was made is being looked at, or all of it is known. */
  look(isLooking: boolean): void;
  /** What is watched first is being stored, or visible. */
  leaveAlone(isAlone: boolean): void;
}

/** Halts ffmpeg while too much waits, and lets it go on when half of it is stored. */
export function createBackPressure(maxBytes: number, setPaused: (paused: boolean) => void): BackPressure {
  let scratchBytes = 0;
  let waitingSegments = 0;
  let isFull = false;
  let isLooking = false;
  let isLeftAlone = false;
  let isPaused = false;
  const apply = () => {
    const load = Math.max(scratchBytes / maxBytes, waitingSegments / MAX_WAITING_SEGMENTS);
    isFull = load > (isFull ? 0.5 : 1);
    const shouldPause = isFull || isLooking || isLeftAlone;
    if (shouldPause !== isPaused) setPaused(shouldPause);
    isPaused = shouldPause;
  };
  return {
    made(sizeBytes) {
      scratchBytes += sizeBytes;
      apply();
      return scratchBytes > maxBytes;
    },
    admitted() {
      waitingSegments++;
      apply();
    },
    stored(sizeBytes) {
      scratchBytes -= sizeBytes;
      waitingSegments--;
      apply();
    },
    look(now) {
      isLooking = now;
      apply();
    },
    leaveAlone(now) {
      isLeftAlone = now;
      apply();
    },
  };
}
