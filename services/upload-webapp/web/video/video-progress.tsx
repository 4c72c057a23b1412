import { ProgressBar } from '@kinora/ui';
import type { StudioVideo } from '../props.js';
import { progressWords } from './progress-words.js';

/** What happens to a video at the moment; nothing once it is settled. */
export function VideoProgress({ video }: { video: StudioVideo }) {
  const words = progressWords(video);
  if (!words) return null;
  return (
    <div className="grid gap-1.5" data-testid="video-progress">
      {video.state === 'processing' && <ProgressBar label={`Preparing ${video.title}`} percent={video.progress} />}
      <p className="text-sm text-pretty text-muted tabular-nums">{words}</p>
    </div>
  );
}
