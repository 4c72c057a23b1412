import { Button, formatSize } from '@kinora/ui';
import { type RefObject, useEffect, useId, useRef } from 'react';
import { chooseFiles } from './choose-files.js';
import type { FileWithHandle } from './file-handle.js';
import { ACCEPT } from './media-files.js';

const UploadIcon = () => (
  <svg
    viewBox="0 0 24 24"
    className="size-8 text-accent"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.75"
    aria-hidden="true"
  >
    <path
      d="M12 16V4m0 0L7 9m5-5 5 5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);

/** All browsers know it, React's types do not. */
const WHOLE_FOLDER = { webkitdirectory: '' };

interface FilePickerProps {
  uploadMaxBytes: number;
  /** Whether files can be taken already; those that are chosen before are taken then. */
  isAlive: boolean;
  onFiles: (files: FileWithHandle[]) => void;
  /** All files of a folder, whatever they are. */
  onFolder: (files: File[]) => void;
}

/** Hands the files over, and lets the same ones be chosen once more. */
function take(input: HTMLInputElement, onFiles: (files: File[]) => void): void {
  const files = [...(input.files ?? [])];
  input.value = '';
  if (files.length > 0) onFiles(files);
}

/** A file can be chosen before the page comes alive. */
function useEarlyChoice(input: RefObject<HTMLInputElement | null>, { isAlive, onFiles }: FilePickerProps): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    if (isAlive && input.current) take(input.current, (files) => latest.current(files));
  }, [input, isAlive]);
}

function FolderPicker({ onFolder }: Pick<FilePickerProps, 'onFolder'>) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        {...WHOLE_FOLDER}
        multiple
        hidden
        aria-label="Folder to upload"
        onChange={(event) => take(event.currentTarget, onFolder)}
      />
      <Button onClick={() => input.current?.click()}>Choose a folder</Button>
    </>
  );
}

/** The browser's own file field, spread invisibly over the whole area: it takes clicks and the keyboard. */
export function FilePicker(props: FilePickerProps) {
  const { uploadMaxBytes, isAlive, onFiles, onFolder } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEarlyChoice(input, props);
  return (
    <div className="grid gap-3" aria-busy={!isAlive} data-testid="file-picker">
      <div className="relative grid min-h-36 rounded-xl border-2 border-dashed border-field bg-canvas hover:border-accent has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
        <div className="grid content-center justify-items-center gap-1.5 p-6 text-center">
          <UploadIcon />
          <label htmlFor={id} className="font-semibold">
            Choose videos, or drop them anywhere on this page
          </label>
          <p id={`${id}-hint`} className="text-sm text-muted">
            MP4, MOV, MKV, WebM, MP3 and more, up to {formatSize(uploadMaxBytes)} each. Pasting works too.
          </p>
        </div>
        <input
          ref={input}
          id={id}
          type="file"
          multiple
          accept={ACCEPT}
          aria-describedby={`${id}-hint`}
          className="absolute inset-0 size-full cursor-pointer opacity-0"
          onClick={(event) => isAlive && void chooseFiles(event, onFiles)}
          onChange={(event) => isAlive && take(event.currentTarget, onFiles)}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <FolderPicker onFolder={onFolder} />
        <p className="text-sm text-muted">The upload begins at once. Only you see a video until you say otherwise.</p>
      </div>
    </div>
  );
}
