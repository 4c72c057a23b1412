import type { Caption } from '@kinora/contracts';
import { Badge, Button, LinkButton, ProblemNotice, TimeAgo } from '@kinora/ui';
import { useRef, useState } from 'react';
import { useRequest } from '../use-request.js';
import { languageName } from '../video/languages.js';
import { deleteCaptions, fileAddress } from './captions-api.js';
import { EditCaptions, ReplaceCaptions } from './change-captions.js';

interface CaptionRowProps {
  videoId: string;
  caption: Caption;
  onChanged: () => Promise<void>;
  onDeleted: () => Promise<void>;
}

const textsOf = (count: number): string => (count === 1 ? '1 text' : `${count} texts`);

const Words = ({ caption: { language, label, kind, cues, changedAt } }: Pick<CaptionRowProps, 'caption'>) => (
  <div className="grid gap-1">
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <h3 className="font-semibold wrap-anywhere">{languageName(language)}</h3>
      {kind === 'captions' && <Badge>For those who cannot hear</Badge>}
    </div>
    <p className="text-sm wrap-anywhere text-muted">
      {label && <>“{label}” · </>}
      {textsOf(cues)} · <TimeAgo iso={changedAt} />
    </p>
  </div>
);

/** Captions of one language, and what can be done with them. */
export function CaptionRow({ videoId, caption, onChanged, onDeleted }: CaptionRowProps) {
  const row = useRef<HTMLLIElement>(null);
  const [change, setChange] = useState<'edit' | 'replace'>();
  const { isBusy, problem, run } = useRequest();
  const name = languageName(caption.language);
  const end = () => {
    setChange(undefined);
    row.current?.focus();
    void onChanged();
  };
  const remove = () =>
    void run(() => deleteCaptions(videoId, caption)).then((isGone) => (isGone ? onDeleted() : onChanged()));

  return (
    <li
      ref={row}
      tabIndex={-1}
      className="grid gap-3 border-t border-line py-4 first:border-t-0 first:pt-0"
      data-testid="caption-row"
    >
      <Words caption={caption} />
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${videoId}`} />}
      {change === 'edit' && <EditCaptions {...{ videoId, caption, onEnd: end }} />}
      {change === 'replace' && <ReplaceCaptions {...{ videoId, caption, onEnd: end }} />}
      {!change && (
        <div className="flex flex-wrap gap-2">
          <Button aria-label={`Edit ${name}`} onClick={() => setChange('edit')}>
            Edit
          </Button>
          <Button aria-label={`Replace file of ${name}`} onClick={() => setChange('replace')}>
            Replace file
          </Button>
          <LinkButton aria-label={`Download ${name}`} href={fileAddress(videoId, caption)} download>
            Download
          </LinkButton>
          <Button kind="quiet" aria-label={`Delete ${name}`} disabled={isBusy} onClick={remove}>
            Delete
          </Button>
        </div>
      )}
    </li>
  );
}
