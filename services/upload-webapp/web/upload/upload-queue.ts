import type { ProblemDocument } from '@kinora/contracts';
import type { StudioVideo } from '../props.js';
import { type CheckDeps, checkFile } from './check-file.js';
import { createDraftSaver, isSameDraft } from './draft-saver.js';
import type { FileHashes } from './file-hashes.js';
import * as steps from './queue.js';
import { settleCheck, type UnfinishedUpload } from './queue-check.js';
import { chosenFile, unfinishedFile } from './queue-items.js';
import { createQueueStore, type Work } from './queue-store.js';
import { isPassing, retryDelayMs } from './retry-plan.js';
import type { sendFile } from './send-file.js';
import { createSpeedMeter } from './speed-meter.js';
import type { TypedDrafts } from './typed-drafts.js';
import type { UploadsApi } from './uploads-api.js';

type Item = steps.QueuedFile;

/** How long a cancelled upload can be taken back. */
export const UNDO_MS = 8_000;

export interface UploadQueueDeps extends CheckDeps {
  api: UploadsApi;
  hashes: FileHashes;
  send: typeof sendFile;
  typedDrafts: TypedDrafts;
  /** The video of a file has arrived, or is called otherwise since. */
  onVideo(video: StudioVideo): void;
}

const metadataOf = ({ file, fingerprint, draft }: Item, replaces: string | null): Record<string, string> => ({
  ...(replaces ? { replaces } : {}),
  ...{ filename: file?.name ?? '', filetype: file?.type ?? '', fingerprint: fingerprint ?? '' },
  ...{ ...draft, title: draft.title.trim() || 'Untitled' },
});

/** The files that a person uploads, and all that is done for them. */
export function createUploadQueue(deps: UploadQueueDeps) {
  const { api, hashes, send, typedDrafts, onVideo } = deps;
  const hashing = new Map<string, Promise<string>>();
  let lastKey = 0;

  const saver = createDraftSaver({
    save: api.save,
    onSaved: (key, draft, video) => {
      store.step(key, steps.saved(draft));
      const item = store.find(key);
      if (!item || item.phase.at === 'arrived') onVideo(video);
    },
    onRefused: (key, problem) => store.step(key, steps.draftRefused(problem)),
  });

  const lost = (status: number) => steps.lost(status, Date.now(), (failures) => retryDelayMs(failures, Math.random()));
  const fail = (key: string) => (problem: ProblemDocument) =>
    store.step(key, isPassing(problem) ? lost(problem.status) : steps.refuse(problem));

  const check: Work = ({ key, file }) => {
    let isStopped = false;
    if (file)
      checkFile(file, deps).then(
        (checked) => isStopped || store.set(settleCheck(store.get(), key, checked)),
        (problem: ProblemDocument) => isStopped || fail(key)(problem),
      );
    return () => {
      isStopped = true;
    };
  };

  /** Read once, while the first bytes are sent: a pause or a lost network does not begin it anew. */
  function sha256Of({ key }: Item, file: File): Promise<string> {
    const begun = hashing.get(key) ?? hashes.sha256(file);
    if (!hashing.has(key)) {
      hashing.set(key, begun);
      begun.then(
        (hex) => store.step(key, steps.hashed(hex)),
        () => hashing.delete(key),
      );
    }
    return begun;
  }

  async function arrive(key: string, videoId: string): Promise<void> {
    const video = await api.video(videoId);
    store.step(key, steps.arrive(video));
    onVideo(video);
  }

  const sendOn: Work = (item) => {
    const { key, file, draft } = item;
    if (!file) return () => {};
    let videoId = item.videoId;
    const speedAt = createSpeedMeter(performance.now(), item.sentBytes);
    return send(
      { file, videoId, metadata: metadataOf(item, api.replaces), sha256: sha256Of(item, file) },
      {
        onAnnounced: (id) => {
          if (!videoId) store.step(key, steps.announced(id, draft));
          videoId = id;
        },
        onProgress: (sentBytes) => store.step(key, steps.progressed(sentBytes, speedAt(performance.now(), sentBytes))),
        onDone: () => void arrive(key, videoId ?? '').catch(fail(key)),
        onFailure: fail(key),
      },
    );
  };

  const waitToRetry: Work = ({ key, phase }) => {
    const waitMs = phase.at === 'retrying' ? phase.retryAtMs - Date.now() : 0;
    const timer = setTimeout(() => store.step(key, steps.resume), waitMs);
    return () => clearTimeout(timer);
  };

  function forget({ key, videoId, fingerprint }: Item): void {
    store.set(steps.without(store.get(), key));
    hashing.delete(key);
    if (fingerprint) typedDrafts.forget(fingerprint);
    // What cannot be discarded now is offered again when the page is opened, and expires at last.
    if (videoId) void api.discard(videoId).catch(() => {});
  }

  const waitToForget: Work = (item) => {
    const timer = setTimeout(() => forget(store.find(item.key) ?? item), UNDO_MS);
    return () => clearTimeout(timer);
  };

  function keepWords(item: Item, before: Item | undefined): void {
    const isTyped = item.draft !== before?.draft || item.savedDraft !== before?.savedDraft;
    if (!isTyped && item.videoId === before?.videoId && item.fingerprint === before?.fingerprint) return;
    if (item.fingerprint && isSameDraft(item.draft, item.savedDraft)) typedDrafts.forget(item.fingerprint);
    else if (item.fingerprint) typedDrafts.keep(item.fingerprint, item.draft);
    saver.changed(item);
  }

  const store = createQueueStore({
    work: { checking: check, sending: sendOn, retrying: waitToRetry, cancelled: waitToForget },
    onChanged: keepWords,
  });

  return {
    get: store.get,
    subscribe: store.subscribe,
    /** @param chosenFor the card of the upload that the file should go on with */
    add: (files: readonly File[], chosenFor?: string) =>
      store.set([...store.get(), ...files.map((file) => chosenFile(file, `file-${++lastKey}`, chosenFor))]),
    /** Shows what was begun before. */
    async find(): Promise<void> {
      const toItem = async (upload: UnfinishedUpload) =>
        unfinishedFile(upload, await api.video(upload.id), typedDrafts.get(upload.fingerprint ?? ''));
      const found = await Promise.all((await api.unfinished()).map(toItem));
      const queue = store.get();
      store.set([...queue, ...found.filter(({ videoId }) => !queue.some((item) => item.videoId === videoId))]);
    },
    pause: (key: string) => store.step(key, steps.pause),
    resume: (key: string) => store.step(key, steps.resume),
    cancel: (key: string) => store.step(key, steps.cancel),
    undo: (key: string) => store.step(key, steps.undo),
    edit: (key: string, draft: steps.Draft) => store.step(key, steps.edit(draft)),
    /** A card that says nothing new any more. */
    dismiss(key: string): void {
      const item = store.find(key);
      if (item) saver.flush(item);
      store.set(steps.without(store.get(), key));
    },
    pauseAll: () => store.stepAll(steps.pause),
    resumeAll: () => store.stepAll((item) => (steps.isPaused(item) ? steps.resume(item) : item)),
    cancelAll: () => store.stepAll((item) => (steps.isUnsent(item) ? steps.cancel(item) : item)),
    /** A browser that knows that it is offline does not always end what it sends. */
    networkLost: () => store.stepAll(lost(0)),
    /** The network is back: nothing waits for its time. */
    networkBack: () => store.stepAll((item) => (item.phase.at === 'retrying' ? steps.resume(item) : item)),
    /** The page goes: what was typed and cancelled is told to the server at once. */
    leave(): void {
      for (const item of store.get()) {
        if (item.phase.at === 'cancelled') forget(item);
        else saver.flush(item);
      }
    },
  };
}

export type UploadQueue = ReturnType<typeof createUploadQueue>;
