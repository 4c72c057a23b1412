import { Button, Notice, ProblemNotice } from '@kinora/ui';
import type { BulkChange } from './send-bulk.js';
import type { Bulk } from './use-bulk.js';

const DONE: Record<BulkChange['action'], string> = {
  visibility: 'changed',
  tags: 'changed',
  trash: 'in the trash',
  restore: 'restored',
  delete: 'deleted for good',
};

const count = (videos: number): string => (videos === 1 ? '1 video is' : `${videos} videos are`);

/** What became of the selected videos, with the way back where there is one. */
export function BulkOutcome({ bulk: { outcome, problem, undo } }: { bulk: Bulk }) {
  return (
    <>
      {problem && <ProblemNotice problem={problem} loginPath="/studio" />}
      {outcome && outcome.refused > 0 && (
        <Notice tone="bad" title={`${count(outcome.refused)} left as before`}>
          {outcome.refusals.join(' ')}
        </Notice>
      )}
      {outcome && outcome.done.length > 0 && (
        <Notice tone="good">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p>
              {count(outcome.done.length)} {DONE[outcome.change.action]}.
            </p>
            {outcome.change.action === 'trash' && (
              <Button autoFocus onClick={() => void undo(outcome)}>
                Undo
              </Button>
            )}
          </div>
        </Notice>
      )}
    </>
  );
}
