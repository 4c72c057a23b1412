import { TAG_MAX_CHARS, type Visibility } from '@kinora/contracts';
import { Button, ConfirmDialog, SelectField, TextField } from '@kinora/ui';
import { useRef } from 'react';
import type { Bulk } from './use-bulk.js';
import { VISIBILITY_OPTIONS } from './visibility-options.js';

function VisibilityForm({ bulk }: { bulk: Bulk }) {
  return (
    <form
      className="grid grid-cols-[1fr_auto] items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const visibility = String(new FormData(event.currentTarget).get('visibility')) as Visibility;
        void bulk.change({ action: 'visibility', visibility });
      }}
    >
      <SelectField label="Who can watch" name="visibility" options={VISIBILITY_OPTIONS} />
      <Button type="submit" className="min-h-11" disabled={bulk.isBusy}>
        Apply
      </Button>
    </form>
  );
}

function TagForm({ bulk }: { bulk: Bulk }) {
  return (
    <form
      className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto_auto] items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const tags = String(new FormData(event.currentTarget).get('tags')).split(',');
        const { submitter } = event.nativeEvent as SubmitEvent;
        const isRemoval = submitter instanceof HTMLButtonElement && submitter.value === 'remove';
        void bulk.change({ action: 'tags', add: isRemoval ? [] : tags, remove: isRemoval ? tags : [] });
      }}
    >
      <TextField label="Tag" name="tags" required maxLength={TAG_MAX_CHARS} />
      <Button type="submit" value="add" className="min-h-11" disabled={bulk.isBusy}>
        Add
      </Button>
      <Button type="submit" value="remove" className="min-h-11" disabled={bulk.isBusy}>
        Remove
      </Button>
    </form>
  );
}

function TrashButtons({ bulk }: { bulk: Bulk }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const count = bulk.selected.length;
  return (
    <div className="flex flex-wrap gap-2">
      <Button className="min-h-11" disabled={bulk.isBusy} onClick={() => void bulk.change({ action: 'restore' })}>
        Restore
      </Button>
      <Button kind="danger" className="min-h-11" disabled={bulk.isBusy} onClick={() => dialog.current?.showModal()}>
        Delete for good
      </Button>
      <ConfirmDialog
        ref={dialog}
        title={`Delete ${count} ${count === 1 ? 'video' : 'videos'} for good?`}
        confirmLabel="Delete for good"
        onConfirm={() => void bulk.change({ action: 'delete' })}
      >
        <p>The videos, their files and their addresses are gone for everybody. This cannot be undone.</p>
      </ConfirmDialog>
    </div>
  );
}

interface BulkBarProps {
  bulk: Bulk;
  isTrash: boolean;
}

/** What can be done with the selected videos; Esc lets them go. */
export function BulkBar({ bulk, isTrash }: BulkBarProps) {
  const count = bulk.selected.length;
  if (count === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: it holds several forms, and a fieldset would belong to one
    <div
      role="group"
      aria-label="Change the selected videos"
      className="flex flex-wrap items-end gap-x-5 gap-y-3 rounded-2xl border border-accent bg-surface p-4 shadow-lg sm:sticky sm:bottom-4"
      onKeyDown={({ key }) => key === 'Escape' && bulk.selectNone()}
    >
      <p className="flex min-h-11 items-center gap-2 font-semibold tabular-nums">
        {count} selected
        <Button kind="quiet" onClick={bulk.selectNone}>
          Select none
        </Button>
      </p>
      {isTrash ? (
        <TrashButtons bulk={bulk} />
      ) : (
        <>
          <VisibilityForm bulk={bulk} />
          <TagForm bulk={bulk} />
          <Button
            kind="danger"
            className="min-h-11"
            disabled={bulk.isBusy}
            onClick={() => void bulk.change({ action: 'trash' })}
          >
            Delete
          </Button>
        </>
      )}
    </div>
  );
}
