import type { ProblemDocument } from '@kinora/contracts';
import { callApi } from '@kinora/ui';
import { useState } from 'react';

/** One request after a click: while it is under way, and when it was refused. */
export function useRequest() {
  const [problem, setProblem] = useState<ProblemDocument>();
  const [isBusy, setBusy] = useState(false);

  const ask = (path: string, method: string, then: (answer: unknown) => unknown): void => {
    setBusy(true);
    setProblem(undefined);
    callApi(path, { method })
      .then(then)
      .catch(setProblem)
      .finally(() => setBusy(false));
  };
  return { ask, problem, isBusy };
}
