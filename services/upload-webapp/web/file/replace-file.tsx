import { formatSize } from '@kinora/ui';
import { useId } from 'react';
import { FileCard } from '../upload/file-card.js';
import { ACCEPT } from '../upload/media-files.js';
import type { Queue } from '../upload/queue.js';
import type { UploadQueue } from '../upload/upload-queue.js';

interface ReplaceFileProps {
  uploadMaxBytes: number;
  uploads: UploadQueue | undefined;
  /** What is sent from this page and has not arrived. */
  queue: Queue;
  /** A new file is on its way, from this page or another one. */
  isUnderWay: boolean;
}

const HINT = 'Address, title and all other words stay. Viewers get the new file as soon as it can be watched.';

function Picker({ uploadMaxBytes, uploads }: Pick<ReplaceFileProps, 'uploadMaxBytes' | 'uploads'>) {
  const id = useId();
  return (
    <div className="relative grid min-h-24 rounded-xl border-2 border-dashed border-field bg-canvas hover:border-accent has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <div className="grid content-center justify-items-center gap-1 p-4 text-center">
        <label htmlFor={id} className="font-semibold">
          Replace the file
        </label>
        <p id={`${id}-hint`} className="text-sm text-pretty text-muted">
          {HINT} Up to {formatSize(uploadMaxBytes)}.
        </p>
      </div>
      <input
        id={id}
        type="file"
        accept={ACCEPT}
        disabled={!uploads}
        aria-describedby={`${id}-hint`}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          uploads?.add(files);
        }}
      />
    </div>
  );
}

/** Takes another file for a video, and shows it on its way to the server. */
export const ReplaceFile = ({ uploadMaxBytes, uploads, queue, isUnderWay }: ReplaceFileProps) => (
  <div className="grid gap-4 [@media(scripting:none)]:hidden">
    {uploads && queue.length > 0 && (
      <ul className="grid gap-4">
        {queue.map((item) => (
          <FileCard key={item.key} item={item} uploads={uploads} isAlone withEvents={false} hasDraft={false} />
        ))}
      </ul>
    )}
    {queue.length === 0 && !isUnderWay && <Picker uploadMaxBytes={uploadMaxBytes} uploads={uploads} />}
  </div>
);
