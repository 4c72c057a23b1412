import type { ProblemDocument } from '@kinora/contracts';
import { Button, ConfirmDialog, callApi, ProblemNotice } from '@kinora/ui';
import { useRef, useState } from 'react';
import type { StudioVideo } from '../props.js';
import { videoPath } from './use-live-video.js';

export function DeleteVideo({ video }: { video: StudioVideo }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<ProblemDocument>();
  const [isDeleting, setDeleting] = useState(false);

  const remove = () => {
    setDeleting(true);
    callApi(videoPath(video.id), { method: 'DELETE' }).then(
      () => window.location.assign('/studio'),
      (refusal: ProblemDocument) => {
        setProblem(refusal);
        setDeleting(false);
      },
    );
  };

  return (
    <div className="grid justify-items-start gap-3">
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${video.id}`} />}
      <Button kind="danger" disabled={isDeleting} onClick={() => dialog.current?.showModal()}>
        {isDeleting ? 'Deleting …' : 'Delete video'}
      </Button>
      <ConfirmDialog ref={dialog} title={`Delete “${video.title}”?`} confirmLabel="Delete for good" onConfirm={remove}>
        <p>The video, its file and its address are gone for everybody. This cannot be undone.</p>
      </ConfirmDialog>
    </div>
  );
}
