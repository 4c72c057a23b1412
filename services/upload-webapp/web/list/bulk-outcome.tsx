import { Button, Notice, ProblemNotice } from '@kinora/ui';
import { type ListQuery, listSearch } from './list-query.js';
import { BULK_PATH, type BulkChange } from './send-bulk.js';
import type { Bulk } from './use-bulk.js';

const DONE: Record<BulkChange['action'], string> = {
  visibility: 'changed',
  tags: 'changed',
  trash: 'in the trash',
  restore: 'restored',
  delete: 'deleted for good',
};

const count = (videos: number): string => (videos === 1 ? '1 video is' : `${videos} videos are`);

/** A form like that of the list, so that it works without JavaScript too. */
const UndoForm = ({ ids, query, onUndo }: { ids: string[]; query: ListQuery; onUndo: () => void }) => (
  <form
    method="post"
    action={BULK_PATH}
    onSubmit={(event) => {
      event.preventDefault();
      onUndo();
    }}
  >
    <input type="hidden" name="list" value={listSearch(query)} />
    {ids.map((id) => (
      <input key={id} type="hidden" name="ids" value={id} />
    ))}
    <Button type="submit" name="action" value="restore" autoFocus>
      Undo
    </Button>
  </form>
);

/** What became of the selected videos, with the way back where there is one. */
export function BulkOutcome({ bulk: { outcome, problem, undo }, query }: { bulk: Bulk; query: ListQuery }) {
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
              {count(outcome.done.length)} {DONE[outcome.action]}.
            </p>
            {outcome.action === 'trash' && (
              <UndoForm ids={outcome.done} query={query} onUndo={() => void undo(outcome)} />
            )}
          </div>
        </Notice>
      )}
    </>
  );
}
