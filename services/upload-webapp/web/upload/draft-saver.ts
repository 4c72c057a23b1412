import type { ProblemDocument } from '@kinora/contracts';
import type { StudioVideo } from '../props.js';
import type { Draft, QueuedFile } from './queue.js';
import { isPassing } from './retry-plan.js';

/** After the last key. */
const PAUSE_MS = 600;
const AGAIN_MS = 5_000;

interface DraftSaverOptions {
  /** @throws ProblemDocument */
  save(videoId: string, draft: Draft): Promise<StudioVideo>;
  onSaved(key: string, draft: Draft, video: StudioVideo): void;
  onRefused(key: string, problem: ProblemDocument): void;
}

export const isSameDraft = (one: Draft | undefined, other: Draft | undefined): boolean =>
  one?.title === other?.title && one?.description === other?.description && one?.visibility === other?.visibility;

/** Whether the server has something to learn, and would take it: a title has to be there. */
const isUnsaved = ({ videoId, draft, savedDraft }: QueuedFile): boolean =>
  videoId !== undefined && draft.title.trim() !== '' && !isSameDraft(draft, savedDraft);

/** Saves drafts a moment after the last key, and again and again while the server is away. */
export function createDraftSaver({ save, onSaved, onRefused }: DraftSaverOptions) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  async function send({ key, videoId = '', draft }: QueuedFile, again: () => void): Promise<void> {
    try {
      const video = await save(videoId, draft);
      onSaved(key, draft, video);
    } catch (problem) {
      if (isPassing(problem as ProblemDocument)) again();
      else onRefused(key, problem as ProblemDocument);
    }
  }

  function plan(item: QueuedFile, delayMs: number): void {
    clearTimeout(timers.get(item.key));
    timers.delete(item.key);
    if (!isUnsaved(item)) return;
    const again = () => timers.has(item.key) || plan(item, AGAIN_MS);
    const start = () => {
      timers.delete(item.key);
      void send(item, again);
    };
    timers.set(item.key, setTimeout(start, delayMs));
  }

  return {
    changed: (item: QueuedFile) => plan(item, PAUSE_MS),
    /** At once: the card goes, or the page. */
    flush: (item: QueuedFile) => {
      clearTimeout(timers.get(item.key));
      timers.delete(item.key);
      if (isUnsaved(item)) void send(item, () => {});
    },
  };
}
