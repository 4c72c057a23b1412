import type { ProblemDocument } from '@kinora/contracts';
import { useState } from 'react';
import { type BulkChange, type BulkResult, sendBulk } from './send-bulk.js';
import type { StudioList } from './use-list.js';

export interface BulkOutcome extends BulkResult {
  change: BulkChange;
}

/** Which of the videos that are shown are selected, and what is done with them. */
export function useBulk(list: StudioList) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [outcome, setOutcome] = useState<BulkOutcome>();
  const [problem, setProblem] = useState<ProblemDocument>();
  const [isBusy, setBusy] = useState(false);
  const selected = list.videos.map(({ id }) => id).filter((id) => chosen.has(id));

  const send = async (ids: string[], change: BulkChange): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const result = await sendBulk(ids, change);
      setOutcome({ ...result, change });
      setChosen(new Set());
      await list.renew();
    } catch (refusal) {
      setProblem(refusal as ProblemDocument);
    } finally {
      setBusy(false);
    }
  };
  const toggle = (id: string) =>
    setChosen(new Set(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]));

  return {
    ...{ selected, toggle, outcome, problem, isBusy },
    selectAll: () => setChosen(new Set(list.videos.map(({ id }) => id))),
    selectNone: () => setChosen(new Set()),
    change: (change: BulkChange) => send(selected, change),
    undo: ({ done }: BulkOutcome) => send(done, { action: 'restore' }),
  };
}

export type Bulk = ReturnType<typeof useBulk>;
