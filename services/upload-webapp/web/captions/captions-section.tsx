import type { Caption } from '@kinora/contracts';
import { ProblemNotice } from '@kinora/ui';
import { useRef, useState } from 'react';
import { AddCaptions } from './add-captions.js';
import { CaptionRow } from './caption-row.js';
import { DeletedCaptions } from './deleted-captions.js';
import { useCaptions } from './use-captions.js';

/** Those that were deleted from this page and can come back. */
function useDeleted(load: () => Promise<void>) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [deleted, setDeleted] = useState<Caption[]>([]);
  return {
    heading,
    deleted,
    add: (caption: Caption) => {
      setDeleted([...deleted, caption]);
      return load();
    },
    restored: (caption: Caption) => {
      setDeleted(deleted.filter(({ id }) => id !== caption.id));
      heading.current?.focus();
      return load();
    },
  };
}

/** The captions that were added to a video. */
export function CaptionsSection({ videoId }: { videoId: string }) {
  const { captions, problem, load } = useCaptions(videoId);
  const { heading, deleted, add, restored } = useDeleted(load);
  return (
    <section
      className="grid gap-5 rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6"
      aria-labelledby="captions"
      aria-busy={!captions && !problem}
      data-testid="captions"
    >
      <div className="grid gap-1">
        <h2 ref={heading} id="captions" tabIndex={-1} className="text-lg font-semibold">
          Captions
        </h2>
        <p className="text-sm text-pretty text-muted">
          Viewers find them in the player at once, beside the subtitles that are in the file itself.
        </p>
      </div>
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${videoId}`} />}
      {!captions && !problem && <p className="text-sm text-muted noscript:hidden">Looking for captions …</p>}
      {captions && captions.length > 0 && (
        <ul>
          {captions.map((caption) => (
            <CaptionRow key={caption.id} {...{ videoId, caption, onChanged: load, onDeleted: () => add(caption) }} />
          ))}
        </ul>
      )}
      {deleted.length > 0 && (
        <ul className="grid gap-3">
          {deleted.map((caption) => (
            <DeletedCaptions key={caption.id} {...{ videoId, caption, onRestored: () => restored(caption) }} />
          ))}
        </ul>
      )}
      <AddCaptions videoId={videoId} onAdded={load} />
      <noscript>
        <p className="text-sm text-muted">Captions need JavaScript, which is switched off in this browser.</p>
      </noscript>
    </section>
  );
}
