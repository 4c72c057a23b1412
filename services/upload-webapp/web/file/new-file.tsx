import { Button, Notice, ProblemNotice, ProgressBar } from '@kinora/ui';
import type { StudioVideo, VideoFile } from '../props.js';
import { useRequest } from '../use-request.js';
import { progressWords } from '../video/progress-words.js';
import { filePath } from './file-path.js';
import { hasFailed, isComing } from './file-words.js';
import { useDiscard } from './use-discard.js';

interface NewFileProps {
  video: StudioVideo;
  onChanged: (video: StudioVideo) => void;
  /** This page sends it, and says how far it is. */
  isSentHere: boolean;
}

function percentOf({ state, progress, sizeBytes, receivedBytes }: VideoFile): number | undefined {
  if (state === 'processing') return progress;
  return state === 'uploading' && sizeBytes && receivedBytes !== null ? (receivedBytes / sizeBytes) * 100 : undefined;
}

const Progress = ({ file }: { file: VideoFile }) => {
  const percent = percentOf(file);
  return (
    <div className="grid gap-1.5">
      {percent !== undefined && <ProgressBar label={`New file ${file.fileName}`} percent={percent} />}
      <p className="text-sm text-pretty text-muted tabular-nums">
        {progressWords(file) ?? 'Viewers get it in a moment.'} Until it can be watched, viewers get the present file.
      </p>
    </div>
  );
};

const Failure = ({ file }: { file: VideoFile }) => (
  <Notice tone="bad" title="The new file cannot be watched">
    {file.failure?.detail} Nothing has changed for viewers.
  </Notice>
);

/** The file that is to take the place of the present one: how far it is, or why it failed and the ways on. */
export function NewFile({ video, onChanged, isSentHere }: NewFileProps) {
  const retrying = useRequest();
  const discarding = useDiscard(video, onChanged);
  const file = video.files.find((one) => isComing(one) || hasFailed(one));
  if (!file || (isSentHere && file.state === 'uploading')) return null;
  const problem = retrying.problem ?? discarding.problem;
  const isBusy = retrying.isBusy || discarding.isBusy;
  return (
    <div className="grid gap-3 rounded-lg border border-line p-4" data-testid="new-file">
      <h3 className="font-semibold wrap-anywhere">New file: {file.fileName}</h3>
      {file.state === 'failed' ? <Failure file={file} /> : <Progress file={file} />}
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${video.id}`} />}
      <div className="flex flex-wrap gap-3">
        {file.conversion.canRetry && (
          <Button
            kind="primary"
            disabled={isBusy}
            onClick={() =>
              retrying.ask(`${filePath(video, file)}/retry`, 'POST', (changed) => onChanged(changed as StudioVideo))
            }
          >
            Retry<span className="sr-only"> the new file</span>
          </Button>
        )}
        <Button kind="quiet" disabled={isBusy} onClick={() => discarding.discard(file)}>
          Discard the new file
        </Button>
      </div>
    </div>
  );
}
