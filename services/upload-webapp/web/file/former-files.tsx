import { Button, ConfirmDialog, formatDate, ProblemNotice, TimeAgo } from '@kinora/ui';
import { useRef } from 'react';
import type { StudioVideo, VideoFile } from '../props.js';
import { useRequest } from '../use-request.js';
import { filePath } from './file-path.js';
import { isFormer, sizeWords } from './file-words.js';
import { useDiscard } from './use-discard.js';

interface FormerFilesProps {
  video: StudioVideo;
  onChanged: (video: StudioVideo) => void;
}

function FormerFile({ video, file, onChanged }: FormerFilesProps & { file: VideoFile }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const serving = useRequest();
  const discarding = useDiscard(video, onChanged);
  const problem = serving.problem ?? discarding.problem;
  const isBusy = serving.isBusy || discarding.isBusy;
  const ofWhat = <span className="sr-only"> {file.fileName}</span>;
  return (
    <li className="grid gap-3 border-t border-line pt-4" data-testid="former-file">
      <div className="grid gap-0.5">
        <h4 className="font-semibold wrap-anywhere">{file.fileName}</h4>
        <p className="text-sm text-muted">
          {sizeWords(file)} · uploaded <TimeAgo iso={file.uploadedAt} />
          {file.keptUntil && ` · kept until ${formatDate(Date.parse(file.keptUntil))}`}
        </p>
      </div>
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${video.id}`} />}
      <div className="flex flex-wrap gap-3">
        {file.playable && (
          <Button
            disabled={isBusy}
            onClick={() =>
              serving.ask(`${filePath(video, file)}/serve`, 'POST', (changed) => onChanged(changed as StudioVideo))
            }
          >
            Back to this file{ofWhat}
          </Button>
        )}
        <Button kind="quiet" disabled={isBusy} onClick={() => dialog.current?.showModal()}>
          Discard{ofWhat}
        </Button>
      </div>
      <ConfirmDialog
        ref={dialog}
        title={`Discard “${file.fileName}”?`}
        confirmLabel="Discard"
        onConfirm={() => discarding.discard(file)}
      >
        <p>Its room is free again, and you cannot go back to it. The video stays as it is.</p>
      </ConfirmDialog>
    </li>
  );
}

/** What viewers got before, and the way back. */
export function FormerFiles({ video, onChanged }: FormerFilesProps) {
  const files = video.files.filter(isFormer);
  if (files.length === 0) return null;
  return (
    <div className="grid gap-4">
      <h3 className="font-semibold">Other files of this video</h3>
      <ul className="grid gap-4">
        {files.map((file) => (
          <FormerFile key={file.id} video={video} file={file} onChanged={onChanged} />
        ))}
      </ul>
    </div>
  );
}
