import { CHAPTERS_MAX, type Chapter } from '@kinora/contracts';
import type { PlayerHandle } from '@kinora/player';
import { Button, Notice, ProblemNotice } from '@kinora/ui';
import { type ClipboardEvent, type RefObject, useRef, useState } from 'react';
import type { StudioVideo } from '../props.js';
import { formatClock } from '../video/clock.js';
import { ChapterFields } from './chapter-fields.js';
import { type ChapterRow, rowsFromLines, withLines } from './chapter-rows.js';
import { PasteChapters } from './paste-chapters.js';
import { useChapterRows } from './use-chapter-rows.js';

interface ChaptersSectionProps {
  video: StudioVideo;
  player: RefObject<PlayerHandle | null>;
  /** Told of the chapters as they are saved. */
  onKnown: (chapters: Chapter[]) => void;
}

const HINT =
  'Viewers see them on the seek bar and as a list. A chapter ends where the next one begins. Lines such as “1:02 The garden” can be pasted into any field.';

/** The parts of the video, as its owner writes them. */
export function ChaptersSection({ video, player, onKnown }: ChaptersSectionProps) {
  const { rows, change, status, errors, save, load, isKnown } = useChapterRows(video.id, onKnown);
  const [newKey, setNewKey] = useState<string>();
  const addButton = useRef<HTMLButtonElement>(null);
  const replace = (row: ChapterRow) => change(rows.map((other) => (other.key === row.key ? row : other)));
  const add = () => {
    const key = crypto.randomUUID();
    const time = video.playable && player.current ? formatClock(Math.floor(player.current.seconds())) : '';
    setNewKey(key);
    change([...rows, { key, time, title: '' }]);
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text');
    if (!text.trim().includes('\n') || rowsFromLines(text).length === 0) return;
    event.preventDefault();
    change(withLines(rows, text));
  };
  const isOvertaken = status.at === 'refused' && status.problem.code === 'precondition-failed';

  return (
    <section
      className="grid gap-4 rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6"
      aria-labelledby="chapters"
    >
      <div className="grid gap-1">
        <h2 id="chapters" className="text-lg font-semibold">
          Chapters
        </h2>
        <p className="text-sm text-muted">{HINT}</p>
      </div>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {rows.length > 0 && (
          <ol className="grid gap-3 sm:gap-2">
            {rows.map((row, at) => (
              <ChapterFields
                key={row.key}
                {...{ row, number: at + 1, errors: errors[row.key], isNew: row.key === newKey }}
                onChange={replace}
                onRemove={() => {
                  change(rows.filter(({ key }) => key !== row.key));
                  addButton.current?.focus();
                }}
                onPaste={paste}
              />
            ))}
          </ol>
        )}
        <div className="flex flex-wrap gap-3">
          <Button ref={addButton} disabled={!isKnown || rows.length >= CHAPTERS_MAX} onClick={add}>
            Add a chapter
          </Button>
          <Button type="submit" kind="primary" disabled={!isKnown || status.at === 'saving'}>
            {status.at === 'saving' ? 'Saving …' : 'Save chapters'}
          </Button>
        </div>
      </form>
      <PasteChapters onLines={(text) => change(withLines(rows, text))} />
      {status.at === 'saved' && <Notice tone="good">The chapters are saved.</Notice>}
      {status.at === 'refused' && <ProblemNotice problem={status.problem} loginPath={`/studio/videos/${video.id}`} />}
      {isOvertaken && (
        <div className="flex flex-wrap gap-3">
          <Button onClick={() => void load()}>Use the newer ones</Button>
          <Button onClick={() => void save('*')}>Save mine over them</Button>
        </div>
      )}
      <noscript>
        <p className="text-sm text-muted">Editing chapters needs JavaScript, which is switched off in this browser.</p>
      </noscript>
    </section>
  );
}
