import { classNames } from '@kinora/ui';
import { type DragEvent, type RefObject, useEffect, useId, useRef } from 'react';
import { useFileDrop } from './upload/use-file-drop.js';

interface FileDropProps {
  label: string;
  hint: string;
  /** For the browser's own dialogue, which can still show all files. */
  accept: string;
  onFile: (file: File) => void;
  /** Which files it also takes that are pasted, or dropped elsewhere on the page; without it none. */
  takes?: (file: File) => boolean;
  isDisabled?: boolean;
  /** It takes the keyboard when it appears. */
  hasFocus?: boolean;
}

const NONE = () => false;

/** Hands a file over, and lets the same one be chosen once more. */
function take(input: HTMLInputElement, onFile: (file: File) => void): void {
  const [file] = input.files ?? [];
  input.value = '';
  if (file) onFile(file);
}

/** Also takes what was chosen before the page came alive. */
function useStart(input: RefObject<HTMLInputElement | null>, { hasFocus, onFile }: FileDropProps): void {
  const latest = useRef(onFile);
  latest.current = onFile;
  useEffect(() => {
    if (hasFocus) input.current?.focus();
    if (input.current) take(input.current, (file) => latest.current(file));
  }, [input, hasFocus]);
}

/** The browser's own file field, spread over an area: it takes clicks, the keyboard, and a file that is dropped or pasted. */
export function FileDrop(props: FileDropProps) {
  const { label, hint, accept, onFile, takes = NONE, isDisabled = false } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useStart(input, props);
  const takeFirst = (files: File[]) => {
    const file = files.find(takes);
    if (file && !isDisabled) onFile(file);
  };
  const isDragging = useFileDrop(({ files }) => takeFirst(files));
  const drop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    if (!isDisabled) onFile(file);
  };
  return (
    <div
      className={classNames(
        'relative grid min-h-24 rounded-xl border-2 border-dashed has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        isDragging ? 'border-accent bg-accent-soft' : 'border-field bg-canvas',
        isDisabled ? 'opacity-55' : 'hover:border-accent',
      )}
    >
      <div className="grid content-center justify-items-center gap-1 p-4 text-center">
        <label htmlFor={id} className="font-semibold text-balance">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-sm text-pretty wrap-anywhere text-muted">
          {hint}
        </p>
      </div>
      <input
        ref={input}
        id={id}
        type="file"
        accept={accept}
        disabled={isDisabled}
        aria-describedby={`${id}-hint`}
        className="absolute inset-0 size-full not-disabled:cursor-pointer opacity-0"
        onDrop={drop}
        onChange={({ currentTarget }) => take(currentTarget, onFile)}
      />
    </div>
  );
}
