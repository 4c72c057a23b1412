import type { Caption } from '@kinora/contracts';
import { Button, ProblemNotice } from '@kinora/ui';
import { useRequest } from '../use-request.js';
import { languageName } from '../video/languages.js';
import { restoreCaptions } from './captions-api.js';

interface DeletedCaptionsProps {
  videoId: string;
  caption: Caption;
  onRestored: () => Promise<void>;
}

/** Captions that were deleted just now, and the way back. */
export function DeletedCaptions({ videoId, caption, onRestored }: DeletedCaptionsProps) {
  const { isBusy, problem, run } = useRequest();
  const name = languageName(caption.language);
  const undo = async () => {
    if (await run(() => restoreCaptions(videoId, caption))) await onRestored();
  };
  return (
    <li className="grid gap-3" data-testid="deleted-captions">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border border-line bg-sunken py-2 pr-2 pl-4 text-sm">
        <p role="status" className="wrap-anywhere">
          {name} is deleted.
        </p>
        <Button autoFocus aria-label={`Undo deleting ${name}`} disabled={isBusy} onClick={() => void undo()}>
          {isBusy ? 'Restoring …' : 'Undo'}
        </Button>
      </div>
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${videoId}`} />}
    </li>
  );
}
