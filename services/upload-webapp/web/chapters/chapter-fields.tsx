import { CHAPTER_TITLE_MAX_CHARS } from '@kinora/contracts';
import { Button, CompactField } from '@kinora/ui';
import type { ClipboardEvent } from 'react';
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

/** One chapter: when it begins, and what it is called. */
export const ChapterFields = ({ row, number, errors, isNew, onChange, onRemove, onPaste }: ChapterFieldsProps) => (
  <li className="grid grid-cols-[5.5rem_1fr] items-start gap-2 sm:grid-cols-[6.5rem_1fr_auto]">
    <CompactField
      label={`Chapter ${number} begins at`}
      value={row.time}
      placeholder="0:00"
      autoComplete="off"
      error={errors?.time}
      onPaste={onPaste}
      onChange={({ target }) => onChange({ ...row, time: target.value })}
    />
    <CompactField
      label={`Title of chapter ${number}`}
      value={row.title}
      placeholder="Title"
      maxLength={CHAPTER_TITLE_MAX_CHARS}
      autoComplete="off"
      error={errors?.title}
      onPaste={onPaste}
      autoFocus={isNew}
      onChange={({ target }) => onChange({ ...row, title: target.value })}
    />
    <Button
      kind="quiet"
      aria-label={`Remove chapter ${number}`}
      className="col-start-2 justify-self-start sm:col-start-3"
      onClick={onRemove}
    >
      Remove
    </Button>
  </li>
);
