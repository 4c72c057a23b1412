import { Button, formatSize } from '@kinora/ui';
import { useId } from 'react';
import { OvertakenNotice } from '../video/overtaken-notice.js';
import { DraftForm } from './draft-form.js';
import { FileCardState, type FileCardStateProps } from './file-card-state.js';
import { isPausable, isPaused, type QueuedFile } from './queue.js';
import type { UploadQueue } from './upload-queue.js';

const FORMLESS: QueuedFile['phase']['at'][] = ['checking', 'duplicate', 'cancelled'];

interface ActionsProps {
  item: QueuedFile;
  uploads: UploadQueue;
}

function Actions({ item, uploads }: ActionsProps) {
  const { key, phase } = item;
  const ofWhat = <span className="sr-only"> {item.name}</span>;
  if (phase.at === 'cancelled' || phase.at === 'duplicate') return null;
  if (phase.at === 'arrived')
    return (
      <Button kind="quiet" onClick={() => uploads.dismiss(key)}>
        Close{ofWhat}
      </Button>
    );
  return (
    <>
      {phase.at === 'retrying' && <Button onClick={() => uploads.resume(key)}>Try now{ofWhat}</Button>}
      {(isPausable(item) || isPaused(item)) && (
        <Button onClick={() => (isPaused(item) ? uploads.resume : uploads.pause)(key)}>
          {isPaused(item) ? 'Resume' : 'Pause'}
          {ofWhat}
        </Button>
      )}
      <Button kind="quiet" onClick={() => uploads.cancel(key)}>
        {phase.at === 'refused' ? 'Remove' : 'Cancel'}
        {ofWhat}
      </Button>
    </>
  );
}

interface FileCardProps extends FileCardStateProps {
  /** With no other beside it, it shows all that can be said of the video. */
  isAlone: boolean;
  /** False for a file whose video has its words already. */
  hasDraft?: boolean;
}

/** One file on its way, with the draft of its video. */
export function FileCard({ isAlone, hasDraft = true, ...state }: FileCardProps) {
  const { item, uploads } = state;
  const nameId = useId();
  return (
    <li
      tabIndex={-1}
      aria-labelledby={nameId}
      data-focus-place
      className="grid gap-4 rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6"
      data-testid="upload-card"
      data-phase={item.phase.at}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-36">
          <h3 id={nameId} className="leading-snug font-semibold wrap-anywhere">
            {item.name}
          </h3>
          <p className="text-sm text-muted">{formatSize(item.sizeBytes)}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Actions item={item} uploads={uploads} />
        </div>
      </div>
      <FileCardState {...state} />
      {hasDraft && !FORMLESS.includes(item.phase.at) && (
        <>
          {item.newer && (
            <OvertakenNotice
              newer={item.newer}
              onTakeNewer={() => uploads.takeNewer(item.key)}
              onSaveMine={() => uploads.keepMine(item.key)}
            />
          )}
          <DraftForm
            key={item.draftNumber}
            item={item}
            isOpen={isAlone}
            onEdit={(draft) => uploads.edit(item.key, draft)}
            onSave={() => uploads.save(item.key)}
          />
        </>
      )}
    </li>
  );
}
