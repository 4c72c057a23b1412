import { formatSize } from '@kinora/ui';
import { type DragEvent, type RefObject, useId, useState } from 'react';

export interface FilePickerProps {
  ref: RefObject<HTMLInputElement | null>;
  file: File | undefined;
  onFile: (file: File | undefined) => void;
  uploadMaxBytes: number;
  error?: string | undefined;
}

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

const Chosen = ({ file }: { file: File }) => (
  <>
    <span className="max-w-full font-semibold wrap-anywhere">{file.name}</span>
    <span className="text-sm text-muted">{formatSize(file.size)} · choose or drop another file to replace it</span>
  </>
);

const Invitation = ({ uploadMaxBytes }: { uploadMaxBytes: number }) => (
  <>
    <span className="font-semibold">Choose a video, or drop it here</span>
    <span className="text-sm text-muted">MP4, MOV, MKV, WebM, MP3 and more, up to {formatSize(uploadMaxBytes)}</span>
  </>
);

/**
 * The browser's own file field, spread invisibly over the whole area: it takes clicks, the keyboard and dropped files, and it sends
 * the file when there is no JavaScript.
 */
export function FilePicker({ ref, file, onFile, uploadMaxBytes, error }: FilePickerProps) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const over = (value: boolean) => (_event: DragEvent) => setOver(value);
  return (
    <div className="flex h-full flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold">
        Video file
      </label>
      <div
        className="relative grid min-h-44 flex-1 rounded-xl border-2 border-dashed border-field bg-canvas hover:border-accent has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent data-over:border-accent data-over:bg-accent-soft"
        data-over={isOver || undefined}
      >
        <div className="grid content-center justify-items-center gap-1.5 p-6 text-center" aria-hidden="true">
          <UploadIcon />
          {file ? <Chosen file={file} /> : <Invitation uploadMaxBytes={uploadMaxBytes} />}
        </div>
        <input
          ref={ref}
          id={id}
          type="file"
          name="file"
          accept="video/*,audio/*,.mkv,.m4v,.ts,.mts,.flv,.avi,.flac,.opus"
          required
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-hint`}
          className="absolute inset-0 size-full cursor-pointer opacity-0 [@media(scripting:none)]:static [@media(scripting:none)]:m-4 [@media(scripting:none)]:w-auto [@media(scripting:none)]:opacity-100"
          onChange={(event) => onFile(event.currentTarget.files?.[0])}
          onDragEnter={over(true)}
          onDragLeave={over(false)}
          onDrop={over(false)}
        />
      </div>
      <p id={`${id}-hint`} className="sr-only">
        Up to {formatSize(uploadMaxBytes)}. {file ? `Chosen: ${file.name}.` : ''}
      </p>
      {error && <p className="text-sm font-medium text-bad">{error}</p>}
    </div>
  );
}
