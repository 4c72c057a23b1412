import type { StudioVideo } from '../props.js';
import type { UploadMemory } from './memory/upload-memory.js';
import { arrive, type QueuedFile, seen, without } from './queue.js';
import type { QueueStore } from './queue-store.js';
import type { UploadsApi } from './uploads-api.js';

/** How often the server is asked for what is not sent from this page. */
export const LOOK_EVERY_MS = 3_000;

interface WatchDeps {
  memory: Pick<UploadMemory, 'paused'>;
  api: Pick<UploadsApi, 'unfinished' | 'video'>;
  onVideo(video: StudioVideo): void;
}

const isUnsentHere = ({ phase }: QueuedFile): boolean => phase.at === 'needs-file';
/** Only what has arrived whole has a hash. A video has no list of files as long as it has but one. */
const hasArrived = (video: StudioVideo, uploadId: string): boolean =>
  [video, ...video.files].findLast(({ id }) => id === uploadId)?.sha256 != null;

/** It has arrived, or it was refused, cancelled or given up: of that the list tells. */
async function settle({ key, videoId = '' }: QueuedFile, { api, onVideo }: WatchDeps, store: QueueStore) {
  const video = await api.video(videoId).catch((problem) => {
    if (problem.status === 404) return undefined;
    throw problem;
  });
  const item = store.find(key);
  if (!item || !isUnsentHere(item)) return;
  if (!video || !hasArrived(video, videoId)) return store.set(without(store.get(), key));
  store.step(key, arrive(video));
  onVideo(video);
}

/** Keeps the cards true of uploads that are not sent from this page: another may send them, to the end, or cancel them. */
export function watchElsewhere(deps: WatchDeps, store: QueueStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    const { api, memory } = deps;
    const uploads = await api.unfinished();
    for (const item of store.get().filter(isUnsentHere)) {
      const upload = uploads.find(({ id }) => id === item.videoId);
      if (upload) store.step(item.key, seen(upload, memory.paused.get(upload.id) !== undefined));
      else await settle(item, deps, store).catch(() => {});
    }
  }
  const lookLater = () => {
    if (timer || !store.get().some(isUnsentHere)) return;
    timer = setTimeout(() => {
      look()
        .catch(() => {})
        .finally(() => {
          timer = undefined;
          lookLater();
        });
    }, LOOK_EVERY_MS);
  };
  store.subscribe(lookLater);
}
