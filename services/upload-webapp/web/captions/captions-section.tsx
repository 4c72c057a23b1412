import { ProblemNotice } from '@kinora/ui';
import { useRef } from 'react';
import { AddCaptions } from './add-captions.js';
import { CaptionRow } from './caption-row.js';
import { useCaptions } from './use-captions.js';

/** The captions that were added to a video. */
export function CaptionsSection({ videoId }: { videoId: string }) {
  const { captions, problem, load } = useCaptions(videoId);
  const heading = useRef<HTMLHeadingElement>(null);
  const goOn = () => {
    heading.current?.focus();
    return load();
  };
  return (
    <section
      className="rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6"
      aria-labelledby="captions"
      aria-busy={!captions && !problem}
      data-testid="captions"
    >
      <h2 ref={heading} id="captions" tabIndex={-1} className="mb-2 text-lg font-semibold">
        Captions
      </h2>
      <p className="mb-5 text-sm text-pretty text-muted">
        Viewers find them in the player at once, beside the subtitles that are in the file itself.
      </p>
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${videoId}`} />}
      {!captions && !problem && <p className="text-sm text-muted">Looking for captions …</p>}
      {captions && captions.length > 0 && (
        <ul className="mb-5 border-b border-line">
          {captions.map((caption) => (
            <CaptionRow key={caption.id} {...{ videoId, caption, onChanged: load, onDeleted: goOn }} />
          ))}
        </ul>
      )}
      <AddCaptions videoId={videoId} onAdded={load} />
      <noscript>
        <p className="mt-4 text-sm text-muted">Captions need JavaScript, which is switched off in this browser.</p>
      </noscript>
    </section>
  );
}
