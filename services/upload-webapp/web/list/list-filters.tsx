import { SEARCH_MAX_CHARS, type Visibility } from '@kinora/contracts';
import { Button, SelectField, TextField } from '@kinora/ui';
import { type ChangeEvent, type SubmitEvent, useEffect, useRef } from 'react';
import type { LIST_STATES, ListQuery, Sort } from './list-query.js';

const STATES: Record<(typeof LIST_STATES)[number], string> = {
  uploading: 'Uploading',
  queued: 'Waiting',
  processing: 'Processing',
  ready: 'Ready',
  failed: 'Failed',
  trashed: 'In the trash',
};

const VISIBILITIES: Record<Visibility, string> = { public: 'Public', unlisted: 'Unlisted', private: 'Private' };

const ORDERS: Record<Sort, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  title: 'By title',
  largest: 'Largest first',
  longest: 'Longest first',
};

const options = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

const queryOf = (form: HTMLFormElement): ListQuery => Object.fromEntries(new FormData(form)) as unknown as ListQuery;

interface ListFiltersProps {
  query: ListQuery;
  onChange: (query: ListQuery) => void;
}

/** What the list shows. A plain form until the page lives; then choices count at once, and words with Enter. */
export function ListFilters({ query, onChange }: ListFiltersProps) {
  const words = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (words.current) words.current.value = query.q;
  }, [query.q]);
  const choose = ({ currentTarget }: ChangeEvent<HTMLSelectElement>) =>
    currentTarget.form && onChange(queryOf(currentTarget.form));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onChange(queryOf(event.currentTarget));
  };

  return (
    <search>
      <form
        action="/studio"
        method="get"
        onSubmit={submit}
        className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-[1fr_auto_auto_auto]"
      >
        <div className="col-span-full grid grid-cols-[1fr_auto] items-end gap-2 lg:col-span-1">
          <TextField
            type="search"
            ref={words}
            label="Search"
            name="q"
            maxLength={SEARCH_MAX_CHARS}
            defaultValue={query.q}
            placeholder="Title, tags, description"
          />
          <Button type="submit" className="min-h-11">
            Search
          </Button>
        </div>
        <SelectField
          label="State"
          name="state"
          value={query.state}
          options={[{ value: '', label: 'Any state' }, ...options(STATES)]}
          onChange={choose}
        />
        <SelectField
          label="Who can watch"
          name="visibility"
          value={query.visibility}
          options={[{ value: '', label: 'All' }, ...options(VISIBILITIES)]}
          onChange={choose}
        />
        <SelectField label="Order" name="sort" value={query.sort} options={options(ORDERS)} onChange={choose} />
      </form>
    </search>
  );
}
