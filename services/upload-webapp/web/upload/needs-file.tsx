import { Button, Notice, OnDate, ProgressBar } from '@kinora/ui';
import { percentOf } from './card-words.js';
import { ChooseAgain } from './choose-again.js';
import type { NeedsFile as NeedsFilePhase, QueuedFile } from './queue.js';
import type { UploadQueue } from './upload-queue.js';

interface NeedsFileProps {
  item: QueuedFile;
  uploads: UploadQueue;
  phase: NeedsFilePhase;
}

const Trouble = ({ trouble, name }: { trouble: NeedsFilePhase['trouble']; name: string }) => {
  if (!trouble) return null;
  if (trouble.what === 'unreadable')
    return (
      <Notice tone="bad" title="The browser cannot open the file by itself">
        It was moved, changed or deleted, or the browser was not allowed to read it. Choose {name} again.
      </Notice>
    );
  return (
    <Notice tone="bad" title="That is another file">
      {trouble.name} has not the same content as {name}, with which this upload was begun.
    </Notice>
  );
};

/** `Paused at 40 %`, `Interrupted at 40 %`, or that nothing has arrived yet. */
function stateWords(item: QueuedFile, { isPaused }: NeedsFilePhase): string {
  if (isPaused) return `Paused at ${percentOf(item)} %.`;
  return item.sentBytes > 0 ? `Interrupted at ${percentOf(item)} %.` : 'Interrupted before the first byte.';
}

/** The browser opens the file again by itself where it has kept its handle. */
function Buttons({ item, uploads, phase: { handle, isSentElsewhere } }: NeedsFileProps) {
  const first = isSentElsewhere ? 'secondary' : 'primary';
  return (
    <div className="flex flex-wrap gap-2">
      {handle && (
        <Button kind={first} onClick={() => void uploads.reopen(item.key, handle)}>
          Resume<span className="sr-only"> {item.name}</span>
        </Button>
      )}
      <ChooseAgain name={item.name} kind={handle ? 'quiet' : first} onFile={(file) => uploads.add([file], item.key)} />
    </div>
  );
}

const GoOn = ({ item, phase }: NeedsFileProps) => (
  <p className="text-sm">
    <span className="font-semibold">{stateWords(item, phase)}</span>{' '}
    {phase.handle ? 'Go on with a click.' : 'Choose the same file again to go on, or drop it on this page.'}{' '}
    <span className="text-muted">
      What has arrived is kept until <OnDate iso={phase.expiresAt} />.
    </span>
  </p>
);

const SentElsewhere = ({ item }: { item: QueuedFile }) => (
  <p className="text-sm">
    <span className="font-semibold">Being sent from another window or browser: {percentOf(item)} %.</span>{' '}
    <span className="text-muted">Should that one be gone, go on from here.</span>
  </p>
);

/** An upload that was begun before, with the way to go on: by a click where the browser has kept the file, by choosing it again elsewhere. */
export const NeedsFile = (props: NeedsFileProps) => (
  <div className="grid gap-3">
    <ProgressBar label={`Upload of ${props.item.name}`} percent={percentOf(props.item)} />
    {props.phase.isSentElsewhere ? <SentElsewhere item={props.item} /> : <GoOn {...props} />}
    <Trouble trouble={props.phase.trouble} name={props.item.name} />
    <Buttons {...props} />
  </div>
);
