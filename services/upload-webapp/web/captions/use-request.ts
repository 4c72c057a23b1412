import type { ProblemDocument } from '@kinora/contracts';
import { useState } from 'react';

/** One change at a time, and why the last one was refused. */
export function useRequest() {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemDocument>();
  /** @returns whether it went well */
  const run = async (ask: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await ask();
      return true;
    } catch (refusal) {
      setProblem(refusal as ProblemDocument);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, problem, run };
}
