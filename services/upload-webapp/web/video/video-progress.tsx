import { ProgressBar } from '@kinora/ui';
import type { StudioVideo } from '../props.js';

const WORDS: Record<StudioVideo['state'], string | undefined> = {
  uploading: 'The file is on its way to the server.',
  queued: 'Waiting for its turn to be prepared.',
  processing: 'Being prepared for watching.',
  ready: undefined,
  failed: undefined,
};

/** What happens to a video at the moment; nothing once it is settled. */
export function VideoProgress({ video }: { video: StudioVideo }) {
  const words = WORDS[video.state];
  if (!words) return null;
  const isProcessing = video.state === 'processing';
  return (
    <div className="grid gap-1.5">
      {isProcessing && <ProgressBar label={`Preparing ${video.title}`} percent={video.progress} />}
      <p className="text-sm text-muted tabular-nums">
        {words}
        {isProcessing && ` ${video.progress} % done.`}
        {isProcessing && video.playable && ' It can be watched already.'}
      </p>
    </div>
  );
}
