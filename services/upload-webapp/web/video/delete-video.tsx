import type { ProblemDocument } from '@kinora/contracts';
import { Button, callApi, ProblemNotice } from '@kinora/ui';
import { useState } from 'react';
import type { StudioVideo } from '../props.js';
import { videoPath } from './use-live-video.js';

interface DeleteVideoProps {
  video: StudioVideo;
  /** The video as it is in the trash. */
  onTrashed: (video: StudioVideo) => void;
}

/** Puts a video into the trash, out of which the page offers to take it again. */
export function DeleteVideo({ video, onTrashed }: DeleteVideoProps) {
  const [problem, setProblem] = useState<ProblemDocument>();
  const [isDeleting, setDeleting] = useState(false);

  const remove = async () => {
    setDeleting(true);
    setProblem(undefined);
    try {
      await callApi(videoPath(video.id), { method: 'DELETE' });
      // Of an upload that still ran there is nothing left to show.
      const trashed = await callApi(videoPath(video.id)).catch(() => undefined);
      if (trashed) onTrashed(trashed as StudioVideo);
      else window.location.assign('/studio');
    } catch (refusal) {
      setProblem(refusal as ProblemDocument);
      setDeleting(false);
    }
  };

  return (
    <div className="grid justify-items-start gap-3">
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${video.id}`} />}
      <Button kind="danger" className="noscript:hidden" disabled={isDeleting} onClick={() => void remove()}>
        {isDeleting ? 'Deleting …' : 'Delete video'}
      </Button>
      <noscript>
        <p className="text-sm text-muted">Deleting needs JavaScript, which is switched off in this browser.</p>
      </noscript>
    </div>
  );
}
