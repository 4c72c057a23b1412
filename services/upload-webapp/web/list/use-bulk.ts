import type { ProblemDocument } from '@kinora/contracts';
import { useState } from 'react';
import type { BulkDone } from '../props.js';
import { type BulkChange, type BulkResult, sendBulk } from './send-bulk.js';
import type { StudioList } from './use-list.js';

export interface BulkOutcome extends BulkResult {
  action: BulkChange['action'];
}

const outcomeOf = ({ action, changed, refused }: BulkDone): BulkOutcome => ({
  ...{ action, done: changed, refused, refusals: ['Open their pages to see why.'] },
});

/**
 * Which of the videos that are shown are selected, and what is done with them.
 * @param before what the form of the page has done, where there was no JavaScript
 */
export function useBulk(list: StudioList, before: BulkDone | undefined) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [outcome, setOutcome] = useState(before && outcomeOf(before));
  const [problem, setProblem] = useState<ProblemDocument>();
  const [lastTicked, setLastTicked] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const selected = list.videos.map(({ id }) => id).filter((id) => chosen.has(id));

  const send = async (ids: string[], change: BulkChange): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const result = await sendBulk(ids, change);
      await list.renew();
      setOutcome({ ...result, action: change.action });
      setChosen(new Set());
    } catch (refusal) {
      setProblem(refusal as ProblemDocument);
    } finally {
      setBusy(false);
    }
  };
  const toggle = (id: string) => {
    setLastTicked(id);
    setChosen(new Set(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]));
  };

  return {
    ...{ selected, toggle, lastTicked, outcome, problem, isBusy },
    selectAll: () => setChosen(new Set(list.videos.map(({ id }) => id))),
    selectNone: () => setChosen(new Set()),
    change: (change: BulkChange) => send(selected, change),
    undo: ({ done }: BulkOutcome) => send(done, { action: 'restore' }),
  };
}

export type Bulk = ReturnType<typeof useBulk>;
