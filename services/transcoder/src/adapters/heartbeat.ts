import { Superseded } from '../domain/faults.js';

interface HeartbeatOptions {
  everyMs: number;
  /** Shows that the worker lives, and how far it came; false when the claim is lost. */
  beat: () => Promise<boolean>;
  onError: (error: unknown) => void;
}

export interface Heartbeat {
  /** Aborted with Superseded when the claim is lost. */
  signal: AbortSignal;
  stop(): void;
}

/** While MariaDB is away the work goes on: nobody else can claim the video either. */
export function startHeartbeat({ everyMs, beat, onError }: HeartbeatOptions): Heartbeat {
  const lost = new AbortController();
  let beating = false;
  const tick = async () => {
    if (beating) return;
    beating = true;
    try {
      if (!(await beat())) lost.abort(new Superseded('the claim does not hold any more'));
    } catch (error) {
      onError(error);
    } finally {
      beating = false;
    }
  };
  const timer = setInterval(() => void tick(), everyMs);
  return {
    signal: lost.signal,
    stop: () => clearInterval(timer),
  };
}
