import { CHAPTERS_MAX } from '@kinora/contracts';
import { Button } from '@kinora/ui';
import { type ClipboardEvent, useRef, useState } from 'react';
import { ChapterFields } from './chapter-fields.js';
import { type ChapterRow, newRow, rowsFromLines, withLines } from './chapter-rows.js';
import type { useChapterRows } from './use-chapter-rows.js';

type Rows = ReturnType<typeof useChapterRows>;

interface ChapterFormProps extends Pick<Rows, 'rows' | 'change' | 'errors' | 'isKnown' | 'hasSaved'> {
  isSaving: boolean;
  onSave: () => void;
  /** When a chapter begins that is added now, as it is typed; empty when nobody knows. */
  newTime: () => string;
}

/** What is done to the rows; the field of a chapter that is added takes the focus. */
function useRowChanges({ rows, change, newTime }: Pick<ChapterFormProps, 'rows' | 'change' | 'newTime'>) {
  const [newKey, setNewKey] = useState<string>();
  return {
    newKey,
    replace: (row: ChapterRow) => change(rows.map((other) => (other.key === row.key ? row : other))),
    remove: (row: ChapterRow) => change(rows.filter(({ key }) => key !== row.key)),
    add: () => {
      const row = newRow(newTime());
      setNewKey(row.key);
      change([...rows, row]);
    },
    paste: (event: ClipboardEvent<HTMLInputElement>) => {
      const text = event.clipboardData.getData('text');
      if (!text.trim().includes('\n') || rowsFromLines(text).length === 0) return;
      event.preventDefault();
      change(withLines(rows, text));
    },
  };
}

/** The chapters as rows of fields. */
export function ChapterForm({ isSaving, onSave, ...props }: ChapterFormProps) {
  const { rows, errors, isKnown, hasSaved } = props;
  const { newKey, replace, remove, add, paste } = useRowChanges(props);
  const addButton = useRef<HTMLButtonElement>(null);
  return (
    <form
      className="grid gap-4 noscript:hidden"
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      {rows.length > 0 && (
        <ol className="grid gap-2">
          {rows.map((row, at) => (
            <ChapterFields
              key={row.key}
              {...{ row, number: at + 1, errors: errors[row.key], isNew: row.key === newKey }}
              onChange={replace}
              onRemove={() => {
                remove(row);
                addButton.current?.focus();
              }}
              onPaste={paste}
            />
          ))}
        </ol>
      )}
      <div className="flex flex-wrap gap-3">
        <Button ref={addButton} disabled={!isKnown || rows.length >= CHAPTERS_MAX} onClick={add}>
          Add a chapter
        </Button>
        {(rows.length > 0 || hasSaved) && (
          <Button type="submit" kind="primary" disabled={!isKnown || isSaving}>
            {isSaving ? 'Saving …' : 'Save chapters'}
          </Button>
        )}
      </div>
    </form>
  );
}
