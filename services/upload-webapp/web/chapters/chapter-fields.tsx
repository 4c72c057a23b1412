import { CHAPTER_TITLE_MAX_CHARS } from '@kinora/contracts';
import { Button, CompactField } from '@kinora/ui';
import { type ClipboardEvent, useId } from 'react';
import type { ChapterRow, RowErrors } from './chapter-rows.js';

interface ChapterFieldsProps {
  row: ChapterRow;
  /** From 1 on. */
  number: number;
  errors: RowErrors[string] | undefined;
  isNew: boolean;
  onChange: (row: ChapterRow) => void;
  onRemove: () => void;
  onPaste: (event: ClipboardEvent<HTMLInputElement>) => void;
}

/** One chapter: when it begins, and what it is called. What is wrong with either stands below both, where there is room. */
export function ChapterFields({ row, number, errors = {}, isNew, onChange, onRemove, onPaste }: ChapterFieldsProps) {
  const id = useId();
  const control = (name: 'time' | 'title') =>
    errors[name] ? ({ 'aria-invalid': true, 'aria-describedby': `${id}-${name}` } as const) : {};
  return (
    <li className="grid grid-cols-[5.5rem_1fr_auto] items-start gap-2 sm:grid-cols-[6.5rem_1fr_auto]">
      <CompactField
        label={`Chapter ${number} begins at`}
        value={row.time}
        placeholder="0:00"
        autoComplete="off"
        onPaste={onPaste}
        onChange={({ target }) => onChange({ ...row, time: target.value })}
        {...control('time')}
      />
      <CompactField
        label={`Title of chapter ${number}`}
        value={row.title}
        placeholder="Title"
        maxLength={CHAPTER_TITLE_MAX_CHARS}
        autoComplete="off"
        onPaste={onPaste}
        autoFocus={isNew}
        onChange={({ target }) => onChange({ ...row, title: target.value })}
        {...control('title')}
      />
      <Button
        kind="quiet"
        aria-label={`Remove chapter ${number}`}
        title="Remove"
        className="w-10 px-0"
        onClick={onRemove}
      >
        <span aria-hidden="true">✕</span>
      </Button>
      {(['time', 'title'] as const).map(
        (name) =>
          errors[name] && (
            <p key={name} id={`${id}-${name}`} className="col-span-full text-sm font-medium text-bad">
              {errors[name]}
            </p>
          ),
      )}
    </li>
  );
}
