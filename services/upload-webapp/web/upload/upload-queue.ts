import type { CheckDeps } from './check-file.js';
import { createDraftSaver } from './draft-saver.js';
import { type FileWithHandle, openAgain } from './file-handle.js';
import { forgetUpload, remember, type UploadMemory } from './memory/upload-memory.js';
import { checking } from './phases/checking.js';
import { lostNow } from './phases/failing.js';
import { type SendingDeps, sending } from './phases/sending.js';
import { waitingToForget, waitingToRetry } from './phases/waiting.js';
import * as steps from './queue.js';
import type { UnfinishedUpload } from './queue-check.js';
import { chosenFile, type Remembered, unfinishedFile } from './queue-items.js';
import { createQueueStore, type QueueStore } from './queue-store.js';
import { saveDraft } from './save-draft.js';
import type { UploadsApi } from './uploads-api.js';
import { watchElsewhere } from './watch-elsewhere.js';

type Item = steps.QueuedFile;

export interface UploadQueueDeps extends CheckDeps, SendingDeps {
  api: UploadsApi;
  hashes: CheckDeps['hashes'] & SendingDeps['hashes'];
  memory: UploadMemory;
}

/** Saves what is typed, and keeps it in this browser until it is saved. */
function createWordKeeper({ api, memory, onVideo }: UploadQueueDeps, store: () => QueueStore) {
  const saver = createDraftSaver({
    save: (draft) => saveDraft(api, draft),
    onOutcome: (key, draft, outcome) => {
      if (outcome.at === 'overtaken') return store().step(key, steps.overtaken(outcome.newer));
      store().step(key, steps.saved(draft, steps.baseOf(outcome.video)));
      const item = store().find(key);
      if (!item || item.phase.at === 'arrived') onVideo(outcome.video);
    },
    onRefused: (key, problem) => store().step(key, steps.draftRefused(problem)),
  });

  return {
    flush: saver.flush,
    onChanged(item: Item, before: Item | undefined): void {
      remember(memory, item, before);
      const names = ['draft', 'savedDraft', 'videoId', 'newer'] as const;
      const isTakenAgain = before?.phase.at === 'refused' && item.phase.at !== 'refused';
      if (isTakenAgain || names.some((name) => item[name] !== before?.[name])) saver.changed(item);
    },
  };
}

const forgetting =
  ({ api, memory }: UploadQueueDeps) =>
  (item: Item, store: QueueStore): void => {
    store.set(steps.without(store.get(), item.key));
    forgetUpload(memory, item);
    // What cannot be discarded now is offered again when the page is opened, and expires at last.
    if (item.videoId) void api.discard(item.videoId).catch(() => {});
  };

async function recall({ typed, paused, files }: UploadMemory, upload: UnfinishedUpload): Promise<Remembered> {
  const fingerprint = upload.fingerprint ?? '';
  const isPaused = paused.get(upload.id) !== undefined;
  return { typed: typed.get(fingerprint), isPaused, handle: await files.get(fingerprint) };
}

/** What was begun before, without what is in the queue already. */
async function findUnfinished({ api, memory }: UploadQueueDeps, store: QueueStore): Promise<void> {
  const toItem = async (upload: UnfinishedUpload) =>
    unfinishedFile(upload, await api.video(upload.id), await recall(memory, upload));
  const found = await Promise.all((await api.unfinished()).map(toItem));
  const queue = store.get();
  store.set([...queue, ...found.filter(({ videoId }) => !queue.some((item) => item.videoId === videoId))]);
}

/** What a person does to all files at once, and the network. */
const forAll = ({ stepAll }: QueueStore) => ({
  pauseAll: () => stepAll(steps.pause),
  resumeAll: () => stepAll((item) => (steps.isPaused(item) ? steps.resume(item) : item)),
  cancelAll: () => stepAll((item) => (steps.isUnsent(item) ? steps.cancel(item) : item)),
  /** A browser that knows that it is offline does not always end what it sends. */
  networkLost: () => stepAll(lostNow(0)),
  /** The network is back: nothing waits for its time. */
  networkBack: () => stepAll((item) => (item.phase.at === 'retrying' ? steps.resume(item) : item)),
});

/** The files that a person uploads, and all that is done for them. */
export function createUploadQueue(deps: UploadQueueDeps) {
  const forget = forgetting(deps);
  const words = createWordKeeper(deps, () => store);
  const store = createQueueStore({
    work: {
      ...{ checking: checking(deps), sending: sending(deps) },
      ...{ retrying: waitingToRetry, cancelled: waitingToForget(forget) },
    },
    onChanged: words.onChanged,
  });
  watchElsewhere(deps, store);
  let lastKey = 0;
  const add = (files: readonly FileWithHandle[], chosenFor?: string) =>
    store.set([...store.get(), ...files.map((file) => chosenFile(file, `file-${++lastKey}`, chosenFor))]);

  return {
    ...{ get: store.get, subscribe: store.subscribe },
    /** @param chosenFor the card of the upload that the file should go on with */
    add,
    /** Goes on with the file that the browser can open again. To be called within a click. */
    async reopen(key: string, handle: FileSystemFileHandle): Promise<void> {
      const file = await openAgain(handle);
      if (file) add([file], key);
      else store.step(key, steps.unreadable);
    },
    /** Shows what was begun before. */
    find: () => findUnfinished(deps, store),
    pause: (key: string) => store.step(key, steps.pause),
    resume(key: string): void {
      const { videoId, phase } = store.find(key) ?? {};
      // What arrived wrong is sent as a new video, and stands in the list as failed for as long as it is there.
      if (videoId && phase?.at === 'refused' && phase.problem.code === 'checksum-mismatch')
        void deps.api.remove(videoId).catch(() => {});
      store.step(key, steps.resume);
    },
    cancel: (key: string) => store.step(key, steps.cancel),
    undo: (key: string) => store.step(key, steps.undo),
    edit: (key: string, draft: steps.Draft) => store.step(key, steps.edit(draft)),
    /** At once, not a moment after the last key. */
    save(key: string): void {
      const item = store.find(key);
      if (item) words.flush(item);
    },
    takeNewer: (key: string) => store.step(key, steps.takeNewer),
    keepMine: (key: string) => store.step(key, steps.keepMine),
    /** A card that says nothing new any more. */
    dismiss(key: string): void {
      const item = store.find(key);
      if (item) words.flush(item);
      store.set(steps.without(store.get(), key));
    },
    ...forAll(store),
    /** The page goes: what was typed and cancelled is told to the server at once. */
    leave(): void {
      for (const item of store.get()) {
        if (item.phase.at === 'cancelled') forget(item, store);
        else words.flush(item);
      }
    },
  };
}

export type UploadQueue = ReturnType<typeof createUploadQueue>;
