import type { Chapter } from '@kinora/contracts';
import { formatDuration } from '@kinora/ui';

interface ChapterListProps {
  chapters: Chapter[];
  /** Where the video is. */
  seconds: number;
  onChoose: (chapter: Chapter) => void;
}

/** The one of which the video shows something now. */
const currentOf = (chapters: Chapter[], seconds: number): Chapter | undefined =>
  chapters.findLast(({ startSeconds }) => startSeconds <= seconds);

/** The parts of the video, each of which can be gone to. */
export function ChapterList({ chapters, seconds, onChoose }: ChapterListProps) {
  const current = currentOf(chapters, seconds);
  return (
    <section aria-labelledby="chapters" className="grid gap-2 border-t border-line pt-4">
      <h2 id="chapters" className="font-semibold">
        Chapters
      </h2>
      <ol className="-mx-2 grid max-h-96 overflow-y-auto p-0.5">
        {chapters.map((chapter) => (
          <li key={chapter.startSeconds}>
            <button
              type="button"
              aria-current={chapter === current}
              onClick={() => onChoose(chapter)}
              className="flex min-h-10 w-full items-baseline gap-3 rounded-lg px-2 py-2.5 text-left text-sm hover:bg-sunken aria-[current=true]:bg-accent-soft aria-[current=true]:font-semibold"
            >
              <span className="min-w-10 font-semibold text-accent tabular-nums">
                {formatDuration(Math.floor(chapter.startSeconds))}
              </span>
              <span className="wrap-anywhere">{chapter.title}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
