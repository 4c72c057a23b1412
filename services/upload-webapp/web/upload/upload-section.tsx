import type { ProblemDocument } from '@kinora/contracts';
import { Button, Notice } from '@kinora/ui';
import { useEffect, useRef, useState } from 'react';
import type { StudioVideo, UploadFormFields } from '../props.js';
import { useFocusKept } from '../use-focus-kept.js';
import { newsOf, queueWords } from './card-words.js';
import { DropOverlay } from './drop-overlay.js';
import type { DroppedFiles } from './dropped-files.js';
import { FileCard } from './file-card.js';
import { FilePicker } from './file-picker.js';
import { takeMedia } from './media-files.js';
import { PlainForm } from './plain-form.js';
import { isPausable, isPaused, isUnsent, type Queue, type QueuedFile } from './queue.js';
import type { UploadQueue } from './upload-queue.js';
import { useFileDrop } from './use-file-drop.js';
import { useUploadQueue } from './use-upload-queue.js';

interface UploadSectionProps {
  userName: string;
  uploadMaxBytes: number;
  /** What was typed into the plain form when the server refused it. */
  typed: UploadFormFields | undefined;
  problem: ProblemDocument | undefined;
  onVideo: (video: StudioVideo) => void;
}

/** Reads out what happens to the files, each step once. */
function QueueNews({ queue }: { queue: Queue }) {
  const before = useRef<Queue>([]);
  const [news, setNews] = useState('');
  useEffect(() => {
    const latest = newsOf(before.current, queue);
    before.current = queue;
    if (latest) setNews(latest);
  }, [queue]);
  return (
    <p className="sr-only" role="status">
      {news}
    </p>
  );
}

const Toolbar = ({ queue, uploads }: { queue: Queue; uploads: UploadQueue }) => (
  <div
    tabIndex={-1}
    data-focus-place
    className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg"
  >
    <h2 className="font-semibold">{queueWords(queue)}</h2>
    {queue.length > 1 && (
      <div className="flex flex-wrap gap-2">
        {queue.some(isPausable) && <Button onClick={uploads.pauseAll}>Pause all</Button>}
        {queue.some(isPaused) && <Button onClick={uploads.resumeAll}>Resume all</Button>}
        {queue.some(isUnsent) && (
          <Button kind="quiet" onClick={uploads.cancelAll}>
            Cancel all
          </Button>
        )}
      </div>
    )}
  </div>
);

/** A file that was chosen for a card is no card of its own while it is looked at. */
const isOnItsOwn = ({ chosenFor, phase }: QueuedFile): boolean => chosenFor === undefined || phase.at !== 'checking';

const Cards = ({ queue, uploads }: { queue: Queue; uploads: UploadQueue }) => {
  const followed = queue.find(({ phase }) => phase.at === 'arrived');
  return (
    <>
      <Toolbar queue={queue} uploads={uploads} />
      <ul className="grid gap-4">
        {queue.filter(isOnItsOwn).map((item) => (
          <FileCard
            key={item.key}
            item={item}
            uploads={uploads}
            isAlone={queue.length === 1}
            withEvents={item === followed}
          />
        ))}
      </ul>
    </>
  );
};

function Uploader({ userName, uploadMaxBytes, onVideo }: Omit<UploadSectionProps, 'typed' | 'problem'>) {
  const { uploads, queue } = useUploadQueue({ userName, uploadMaxBytes, replaces: null, onVideo });
  const [leftOut, setLeftOut] = useState(0);
  const take = (taken: DroppedFiles) => {
    setLeftOut(taken.leftOut);
    uploads?.add(taken.files);
  };
  const isDragging = useFileDrop(take);
  const section = useRef<HTMLDivElement>(null);
  useFocusKept(section, () => section.current?.querySelector('input'));
  return (
    <div ref={section} className="grid gap-5 [@media(scripting:none)]:hidden">
      {isDragging && <DropOverlay />}
      <FilePicker
        uploadMaxBytes={uploadMaxBytes}
        isAlive={uploads !== undefined}
        onFiles={(files) => take({ files, leftOut: 0 })}
        onFolder={(files) => take(takeMedia(files))}
      />
      {leftOut > 0 && (
        <Notice>
          {leftOut === 1 ? 'One file of the folder is' : `${leftOut} files of the folder are`} neither video nor sound,
          and left out.
        </Notice>
      )}
      <QueueNews queue={queue} />
      {uploads && queue.length > 0 && <Cards queue={queue} uploads={uploads} />}
    </div>
  );
}

/** Files on their way to the server; a plain form where there is no JavaScript. */
export const UploadSection = ({ typed, problem, ...uploader }: UploadSectionProps) => (
  <>
    <noscript>
      <PlainForm uploadMaxBytes={uploader.uploadMaxBytes} typed={typed} problem={problem} />
    </noscript>
    <Uploader {...uploader} />
  </>
);
