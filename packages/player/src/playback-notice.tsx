import { Button } from '@kinora/ui';
import { TROUBLE_WORDS } from './recovery.js';
import type { PlaybackStatus } from './use-playback.js';

/** Shorter breaks than this are not worth a word. */
const QUIET_SECONDS = 1;

/** Says over the picture why nothing plays, and offers the way out. */
export function PlaybackNotice({ status, onRetry }: { status: PlaybackStatus; onRetry: () => void }) {
  if (status.at === 'playable') return null;
  if (status.at === 'reconnecting') {
    return status.delaySeconds < QUIET_SECONDS ? null : (
      <div
        role="status"
        className="absolute inset-x-3 top-3 z-10 mx-auto flex w-fit max-w-full flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-black/85 px-4 py-2 text-sm text-white"
      >
        The connection was lost. Trying again in {status.delaySeconds}{' '}
        {status.delaySeconds === 1 ? 'second' : 'seconds'}.<Button onClick={onRetry}>Try now</Button>
      </div>
    );
  }
  const { title, detail } = TROUBLE_WORDS[status.reason];
  return (
    <div
      role="alert"
      className="absolute inset-0 z-10 grid place-content-center gap-4 bg-black/85 p-6 text-center text-white"
    >
      <p className="text-lg font-semibold">{title}</p>
      <p className="max-w-prose text-sm">{detail}</p>
      {status.reason !== 'unsupported' && (
        <Button onClick={onRetry} className="justify-self-center">
          Try again
        </Button>
      )}
    </div>
  );
}
