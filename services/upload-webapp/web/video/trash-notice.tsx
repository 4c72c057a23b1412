import { Button, ConfirmDialog, formatDate, Notice, ProblemNotice } from '@kinora/ui';
import { useRef } from 'react';
import type { StudioVideo } from '../props.js';
import { useRequest } from '../use-request.js';
import { videoPath } from './use-live-video.js';

interface TrashNoticeProps {
  video: StudioVideo;
  onRestored: (video: StudioVideo) => void;
}

/** What is to be known of a video in the trash, and the two ways out of it. */
export function TrashNotice({ video, onRestored }: TrashNoticeProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { ask, problem, isBusy } = useRequest();
  const path = videoPath(video.id);

  return (
    <div className="grid justify-items-start gap-3" data-testid="trash-notice">
      <Notice title="This video is in the trash">
        Nobody can watch it. It is deleted for good on {formatDate(Date.parse(video.trash?.until ?? ''))}; until then
        you can restore it as it was.
      </Notice>
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${video.id}`} />}
      <noscript>
        <p className="text-sm text-muted">Restoring needs JavaScript, which is switched off in this browser.</p>
      </noscript>
      <div className="flex flex-wrap gap-3 noscript:hidden">
        <Button
          kind="primary"
          autoFocus
          disabled={isBusy}
          onClick={() => ask(`${path}/restore`, 'POST', (restored) => onRestored(restored as StudioVideo))}
        >
          Restore
        </Button>
        <Button kind="danger" disabled={isBusy} onClick={() => dialog.current?.showModal()}>
          Delete for good
        </Button>
      </div>
      <ConfirmDialog
        ref={dialog}
        title={`Delete “${video.title}” for good?`}
        confirmLabel="Delete for good"
        onConfirm={() => ask(`${path}?permanently=true`, 'DELETE', () => window.location.assign('/studio'))}
      >
        <p>The video, its file and its address are gone for everybody. This cannot be undone.</p>
      </ConfirmDialog>
    </div>
  );
}
