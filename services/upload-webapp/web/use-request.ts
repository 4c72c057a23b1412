import type { ProblemDocument } from '@kinora/contracts';
import { callApi } from '@kinora/ui';
import { useState } from 'react';

/** One change at a time, and why the last one was refused. */
export function useRequest() {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemDocument>();

  /** @returns whether it went well */
  const run = async (change: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await change();
      return true;
    } catch (refusal) {
      setProblem(refusal as ProblemDocument);
      return false;
    } finally {
      setBusy(false);
    }
  };
  /** A change that its address and method say all of. */
  const ask = (path: string, method: string, then: (answer: unknown) => unknown): void =>
    void run(() => callApi(path, { method }).then(then));

  const forget = (): void => setProblem(undefined);

  return { isBusy, problem, run, ask, forget };
}
