import { Button, LinkButton, Notice, ProblemNotice } from '@kinora/ui';
import type { StudioVideo } from '../props.js';
import { useRequest } from '../use-request.js';
import { videoPath } from './use-live-video.js';

interface VideoFailureProps {
  video: StudioVideo;
  onRetried: (video: StudioVideo) => void;
}

/** Why a video failed, and the way on: another try while its file is there, else another upload. */
export function VideoFailure({ video, onRetried }: VideoFailureProps) {
  const { ask, problem, isBusy } = useRequest();
  if (!video.failure) return null;
  const retry = () => ask(`${videoPath(video.id)}/retry`, 'POST', (retried) => onRetried(retried as StudioVideo));

  return (
    <div className="grid justify-items-start gap-3">
      <Notice tone="bad" title="This video cannot be watched">
        {video.failure.detail}
      </Notice>
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${video.id}`} />}
      <div className="flex flex-wrap gap-3">
        {video.conversion.canRetry && (
          <Button kind="primary" className="noscript:hidden" disabled={isBusy} onClick={retry}>
            {isBusy ? 'Asking …' : 'Retry'}
          </Button>
        )}
        <LinkButton href="#file">Upload another file</LinkButton>
      </div>
    </div>
  );
}
