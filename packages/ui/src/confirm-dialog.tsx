import { type ReactNode, type RefObject, useId } from 'react';
import { Button } from './button.js';

interface ConfirmDialogProps {
  /** Open it with `ref.current.showModal()`; Esc and Cancel close it. */
  ref: RefObject<HTMLDialogElement | null>;
  title: string;
  confirmLabel: string;
  onConfirm: () => void;
  children: ReactNode;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ ref, title, confirmLabel, onConfirm, children }: ConfirmDialogProps) {
  const titleId = useId();
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      className="m-auto w-full max-w-md rounded-2xl border border-line bg-surface p-6 text-ink shadow-xl backdrop:bg-black/50 max-sm:max-w-[calc(100vw-2rem)]"
    >
      <form
        method="dialog"
        className="grid gap-4"
        onSubmit={(event) => {
          const { submitter } = event.nativeEvent as SubmitEvent;
          if (submitter instanceof HTMLButtonElement && submitter.value === 'confirm') onConfirm();
        }}
      >
        <h2 id={titleId} className="text-lg font-semibold text-balance wrap-anywhere">
          {title}
        </h2>
        <div className="text-muted">{children}</div>
        <div className="flex flex-wrap justify-end gap-3">
          <Button type="submit" value="cancel">
            Cancel
          </Button>
          <Button type="submit" value="confirm" kind="danger">
            {confirmLabel}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
