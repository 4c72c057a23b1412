import { useEffect, useState } from 'react';
import { retryWords } from './retry-plan.js';

const TICK_MS = 250;

/** Counts down in words. Not read out: it would never let a screen reader rest. */
export function RetryCountdown({ status, retryAtMs }: { status: number; retryAtMs: number }) {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const secondsLeft = Math.max(0, (retryAtMs - nowMs) / 1000);
  return <>{retryWords({ status, secondsLeft, isOnline: navigator.onLine })}</>;
}
