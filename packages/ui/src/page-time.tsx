import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

const TICK_MS = 30_000;

const NowContext = createContext(0);

/** Gives the time that the server rendered at, and goes on from there once the page lives in a browser. */
export function PageTime({ nowMs, children }: { nowMs: number; children: ReactNode }) {
  const [now, setNow] = useState(nowMs);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return <NowContext value={now}>{children}</NowContext>;
}

/** Milliseconds since 1970. The same on server and client for the first render. */
export const useNow = (): number => useContext(NowContext);
