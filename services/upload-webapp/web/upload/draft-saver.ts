import type { ProblemDocument } from '@kinora/contracts';
import type { Draft, QueuedFile } from './queue.js';
import { isPassing } from './retry-plan.js';
import { isSameDraft } from './same-draft.js';
import type { DraftToSave, SaveOutcome } from './save-draft.js';

/** After the last key. */
const PAUSE_MS = 600;
const AGAIN_MS = 5_000;

interface DraftSaverOptions {
  /** @throws ProblemDocument */
  save(draft: DraftToSave): Promise<SaveOutcome>;
  onOutcome(key: string, draft: Draft, outcome: SaveOutcome): void;
  onRefused(key: string, problem: ProblemDocument): void;
}

/** The draft, where the server has something to learn and would take it: there has to be a title, and an upload that it has not refused. */
function unsaved({
  videoId,
  draft,
  savedDraft,
  base,
  newer,
  phase,
}: QueuedFile): Omit<DraftToSave, 'unanswered'> | undefined {
  if (
    !videoId ||
    !base ||
    newer ||
    phase.at === 'refused' ||
    draft.title.trim() === '' ||
    isSameDraft(draft, savedDraft)
  )
    return undefined;
  return { videoId, draft, base };
}

/** Saves drafts a moment after the last key, and again and again while the server is away. */
export function createDraftSaver({ save, onOutcome, onRefused }: DraftSaverOptions) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const unanswered = new Map<string, Draft[]>();

  async function send(key: string, toSave: Omit<DraftToSave, 'unanswered'>, again: () => void): Promise<void> {
    const before = unanswered.get(key) ?? [];
    unanswered.set(key, [...before, toSave.draft]);
    try {
      const outcome = await save({ ...toSave, unanswered: before });
      unanswered.delete(key);
      onOutcome(key, toSave.draft, outcome);
    } catch (problem) {
      if (isPassing(problem as ProblemDocument)) again();
      else onRefused(key, problem as ProblemDocument);
    }
  }

  function plan(item: QueuedFile, delayMs: number): void {
    clearTimeout(timers.get(item.key));
    timers.delete(item.key);
    const toSave = unsaved(item);
    if (!toSave) return;
    const again = () => timers.has(item.key) || plan(item, AGAIN_MS);
    const start = () => {
      timers.delete(item.key);
      void send(item.key, toSave, again);
    };
    timers.set(item.key, setTimeout(start, delayMs));
  }

  return {
    changed: (item: QueuedFile) => plan(item, PAUSE_MS),
    /** At once: the card goes, or the page. */
    flush: (item: QueuedFile) => {
      clearTimeout(timers.get(item.key));
      timers.delete(item.key);
      const toSave = unsaved(item);
      if (toSave) void send(item.key, toSave, () => {});
    },
  };
}
