import { Button, Notice, ProgressBar } from '@kinora/ui';
import { ArrivedVideo } from './arrived-video.js';
import { paceWords, percentOf } from './card-words.js';
import { NeedsFile } from './needs-file.js';
import type { QueuedFile } from './queue.js';
import { RefusedFile } from './refused-file.js';
import { RetryCountdown } from './retry-countdown.js';
import type { UploadQueue } from './upload-queue.js';

export interface FileCardStateProps {
  item: QueuedFile;
  uploads: UploadQueue;
  /** Whether the state of its video may take a connection of its own. */
  withEvents: boolean;
}

const Words = ({ item }: { item: QueuedFile }) => {
  const { phase } = item;
  const percent = percentOf(item);
  if (phase.at === 'sending') return paceWords(item);
  if (phase.at === 'retrying') return <RetryCountdown status={phase.status} retryAtMs={phase.retryAtMs} />;
  if (phase.at === 'paused') return `Paused at ${percent} %.`;
  return percent > 0 ? `Waits for its turn, to go on at ${percent} %.` : 'Waits for its turn.';
};

const Progress = ({ item }: { item: QueuedFile }) => (
  <div className="grid gap-1.5">
    <ProgressBar label={`Upload of ${item.name}`} percent={percentOf(item)} />
    <p className="flex flex-wrap justify-between gap-x-4 text-sm text-muted tabular-nums">
      <span>
        <Words item={item} />
      </span>
      <span className="font-semibold text-ink">{percentOf(item)} %</span>
    </p>
  </div>
);

const Duplicate = ({ item, uploads, first }: FileCardStateProps & { first: { id: string; title: string } }) => (
  <Notice title="You have uploaded this file before">
    <p className="mb-3">
      It is{' '}
      <a className="font-semibold underline underline-offset-2" href={`/studio/videos/${first.id}`}>
        {first.title}
      </a>
      .
    </p>
    <div className="flex flex-wrap gap-3">
      <Button onClick={() => uploads.resume(item.key)}>Upload it all the same</Button>
      <Button kind="quiet" onClick={() => uploads.dismiss(item.key)}>
        Leave it
      </Button>
    </div>
  </Notice>
);

/** Where a file is, in words, and what can be done about it. */
export function FileCardState(props: FileCardStateProps) {
  const { item, uploads, withEvents } = props;
  const { phase } = item;
  switch (phase.at) {
    case 'checking':
      return <p className="text-sm text-muted">Looking whether the file was uploaded before …</p>;
    case 'duplicate':
      return <Duplicate {...props} first={phase.first} />;
    case 'needs-file':
      return <NeedsFile item={item} uploads={uploads} phase={phase} />;
    case 'refused':
      return <RefusedFile item={item} uploads={uploads} problem={phase.problem} />;
    case 'cancelled':
      return (
        <div className="flex flex-wrap items-center gap-3">
          <p className="text-sm">The upload is cancelled, and what has arrived is removed in a moment.</p>
          <Button autoFocus onClick={() => uploads.undo(item.key)}>
            Undo
          </Button>
        </div>
      );
    case 'arrived':
      return <ArrivedVideo video={phase.video} sha256={item.sha256} withEvents={withEvents} />;
    default:
      return <Progress item={item} />;
  }
}
