import type { Chapter } from '@kinora/contracts';
import type { PlayerHandle } from '@kinora/player';
import { Button, Notice, ProblemNotice } from '@kinora/ui';
import type { RefObject } from 'react';
import type { StudioVideo } from '../props.js';
import { formatClock } from '../video/clock.js';
import { ChapterForm } from './chapter-form.js';
import { rowsBeyondEnd, withLines } from './chapter-rows.js';
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

const Overtaken = ({ onTakeNewer, onSaveMine }: { onTakeNewer: () => void; onSaveMine: () => void }) => (
  <div className="flex flex-wrap gap-3">
    <Button onClick={onTakeNewer}>Use the newer ones</Button>
    <Button onClick={onSaveMine}>Save mine over them</Button>
  </div>
);

const BeyondEnd = ({ count, durationSeconds }: { count: number; durationSeconds: number | null }) =>
  count > 0 && (
    <Notice>
      {count === 1 ? '1 chapter begins' : `${count} chapters begin`} after the end of the video, which is at{' '}
      {formatClock(Math.floor(durationSeconds ?? 0))}. Viewers see only the others. Change the time, or remove{' '}
      {count === 1 ? 'it' : 'them'}.
    </Notice>
  );

/** The parts of the video, as its owner writes them. */
export function ChaptersSection({ video, player, onKnown }: ChaptersSectionProps) {
  const { status, save, load, ...editing } = useChapterRows(video.id, onKnown);
  const newTime = () => (player.current ? formatClock(Math.floor(player.current.seconds())) : '');
  const beyondEnd = rowsBeyondEnd(editing.rows, video.durationSeconds);
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
      <BeyondEnd count={Object.keys(beyondEnd).length} durationSeconds={video.durationSeconds} />
      <ChapterForm
        {...editing}
        errors={{ ...beyondEnd, ...editing.errors }}
        isSaving={status.at === 'saving'}
        onSave={() => void save()}
        newTime={newTime}
      />
      <PasteChapters isDisabled={!editing.isKnown} onLines={(text) => editing.change(withLines(editing.rows, text))} />
      {status.at === 'saved' && <Notice tone="good">The chapters are saved.</Notice>}
      {status.at === 'refused' && <ProblemNotice problem={status.problem} loginPath={`/studio/videos/${video.id}`} />}
      {isOvertaken && <Overtaken onTakeNewer={() => void load()} onSaveMine={() => void save('*')} />}
      <noscript>
        <p className="text-sm text-muted">Editing chapters needs JavaScript, which is switched off in this browser.</p>
      </noscript>
    </section>
  );
}
