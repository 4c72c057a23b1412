import type { CheckDeps } from './check-file.js';
import { createDraftSaver, isSameDraft } from './draft-saver.js';
import * as steps from './queue.js';
import type { UnfinishedUpload } from './queue-check.js';
import { chosenFile, unfinishedFile } from './queue-items.js';
import { createQueueStore, type QueueStore } from './queue-store.js';
import type { TypedDrafts } from './typed-drafts.js';
import type { UploadsApi } from './uploads-api.js';
import { checking } from './work/checking.js';
import { lostNow } from './work/failing.js';
import { type SendingDeps, sending } from './work/sending.js';
import { waitingToForget, waitingToRetry } from './work/waiting.js';

type Item = steps.QueuedFile;

export interface UploadQueueDeps extends CheckDeps, SendingDeps {
  api: UploadsApi;
  hashes: CheckDeps['hashes'] & SendingDeps['hashes'];
  typedDrafts: TypedDrafts;
}

/** Saves what is typed, and keeps it in this browser until it is saved. */
function createWordKeeper({ api, typedDrafts, onVideo }: UploadQueueDeps, store: () => QueueStore) {
  const saver = createDraftSaver({
    save: api.save,
    onSaved: (key, draft, video) => {
      store().step(key, steps.saved(draft));
      const item = store().find(key);
      if (!item || item.phase.at === 'arrived') onVideo(video);
    },
    onRefused: (key, problem) => store().step(key, steps.draftRefused(problem)),
  });

  return {
    flush: saver.flush,
    onChanged(item: Item, before: Item | undefined): void {
      const isTyped = item.draft !== before?.draft || item.savedDraft !== before?.savedDraft;
      if (!isTyped && item.videoId === before?.videoId && item.fingerprint === before?.fingerprint) return;
      if (item.fingerprint && isSameDraft(item.draft, item.savedDraft)) typedDrafts.forget(item.fingerprint);
      else if (item.fingerprint) typedDrafts.keep(item.fingerprint, item.draft);
      saver.changed(item);
    },
  };
}

const forgetting =
  ({ api, typedDrafts }: UploadQueueDeps) =>
  ({ key, videoId, fingerprint }: Item, store: QueueStore): void => {
    store.set(steps.without(store.get(), key));
    if (fingerprint) typedDrafts.forget(fingerprint);
    // What cannot be discarded now is offered again when the page is opened, and expires at last.
    if (videoId) void api.discard(videoId).catch(() => {});
  };

/** What was begun before, without what is in the queue already. */
async function findUnfinished({ api, typedDrafts }: UploadQueueDeps, store: QueueStore): Promise<void> {
  const toItem = async (upload: UnfinishedUpload) =>
    unfinishedFile(upload, await api.video(upload.id), typedDrafts.get(upload.fingerprint ?? ''));
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
  let lastKey = 0;

  return {
    ...{ get: store.get, subscribe: store.subscribe },
    /** @param chosenFor the card of the upload that the file should go on with */
    add: (files: readonly File[], chosenFor?: string) =>
      store.set([...store.get(), ...files.map((file) => chosenFile(file, `file-${++lastKey}`, chosenFor))]),
    /** Shows what was begun before. */
    find: () => findUnfinished(deps, store),
    pause: (key: string) => store.step(key, steps.pause),
    resume: (key: string) => store.step(key, steps.resume),
    cancel: (key: string) => store.step(key, steps.cancel),
    undo: (key: string) => store.step(key, steps.undo),
    edit: (key: string, draft: steps.Draft) => store.step(key, steps.edit(draft)),
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
