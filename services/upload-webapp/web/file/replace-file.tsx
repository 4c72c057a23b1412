import { formatSize } from '@kinora/ui';
import { FileDrop } from '../file-drop.js';
import { isOther } from '../file-kinds.js';
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

/** Takes another file for a video, and shows it on its way to the server. */
export const ReplaceFile = ({ uploadMaxBytes, uploads, queue, isUnderWay }: ReplaceFileProps) => (
  <div className="grid gap-4 noscript:hidden">
    {uploads && queue.length > 0 && (
      <ul className="grid gap-4">
        {queue.map((item) => (
          <FileCard key={item.key} item={item} uploads={uploads} isAlone withEvents={false} hasDraft={false} />
        ))}
      </ul>
    )}
    {queue.length === 0 && !isUnderWay && (
      <FileDrop
        label="Replace the file: choose a new one, or drop it here"
        hint={`${HINT} Up to ${formatSize(uploadMaxBytes)}.`}
        accept={ACCEPT}
        takes={isOther}
        isDisabled={!uploads}
        onFile={(file) => uploads?.add([file])}
      />
    )}
  </div>
);
