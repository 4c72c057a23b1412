import type { Bulk } from './use-bulk.js';

interface SelectAllProps {
  bulk: Bulk;
  /** How many videos are shown. */
  shown: number;
}

/** Selects every video that is shown, or none. */
export const SelectAll = ({ bulk: { selected, selectAll, selectNone }, shown }: SelectAllProps) => (
  <label className="flex min-h-6 items-center gap-2.5 justify-self-start text-sm font-semibold noscript:hidden">
    <input
      type="checkbox"
      className="size-5 accent-accent"
      checked={selected.length === shown}
      onChange={selected.length === shown ? selectNone : selectAll}
    />
    Select all that are shown
  </label>
);
