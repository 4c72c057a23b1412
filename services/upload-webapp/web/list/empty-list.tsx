import { Button, EmptyState } from '@kinora/ui';
import { isWholeList, type ListQuery } from './list-query.js';

interface EmptyListProps {
  query: ListQuery;
  onShowAll: () => void;
}

/** Why there is nothing to see, and what to do about it. */
export function EmptyList({ query, onShowAll }: EmptyListProps) {
  if (isWholeList(query)) {
    return (
      <EmptyState title="Nothing uploaded yet">
        Your first video appears here as soon as its upload is complete.
      </EmptyState>
    );
  }
  const showAll = (
    <form
      action="/studio"
      method="get"
      onSubmit={(event) => {
        event.preventDefault();
        onShowAll();
      }}
    >
      <Button type="submit">Show all videos</Button>
    </form>
  );
  if (query.state === 'trashed' && !query.q && !query.visibility) {
    return (
      <EmptyState title="The trash is empty" action={showAll}>
        Videos that you delete stay here for a while, and can be restored.
      </EmptyState>
    );
  }
  return (
    <EmptyState title={query.q ? `No video matches “${query.q}”` : 'No video is like that'} action={showAll}>
      {query.q
        ? 'Check the spelling, search for fewer words, or choose any state.'
        : 'Choose another state, or who can watch.'}
    </EmptyState>
  );
}
