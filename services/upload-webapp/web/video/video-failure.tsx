import type { ProblemDocument } from '@kinora/contracts';
import { Button, callApi, LinkButton, Notice, ProblemNotice } from '@kinora/ui';
import { useState } from 'react';
import type { StudioVideo } from '../props.js';
import { videoPath } from './use-live-video.js';

interface VideoFailureProps {
  video: StudioVideo;
  onRetried: (video: StudioVideo) => void;
}

/** Why a video failed, and the way on: another try while its file is there, else another upload. */
export function VideoFailure({ video, onRetried }: VideoFailureProps) {
  const [problem, setProblem] = useState<ProblemDocument>();
  const [isAsking, setAsking] = useState(false);
  if (!video.failure) return null;

  const retry = () => {
    setAsking(true);
    setProblem(undefined);
    callApi(`${videoPath(video.id)}/retry`, { method: 'POST' })
      .then((retried) => onRetried(retried as StudioVideo), setProblem)
      .finally(() => setAsking(false));
  };

  return (
    <div className="grid justify-items-start gap-3">
      <Notice tone="bad" title="This video cannot be watched">
        {video.failure.detail}
      </Notice>
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${video.id}`} />}
      <div className="flex flex-wrap gap-3">
        {video.conversion.canRetry && (
          <Button kind="primary" disabled={isAsking} onClick={retry}>
            {isAsking ? 'Asking …' : 'Retry'}
          </Button>
        )}
        <LinkButton href="/studio">Upload another file</LinkButton>
      </div>
    </div>
  );
}
