import type { StudioVideo } from '../../props.js';
import type { FileHashes } from '../file-hashes.js';
import { announced, arrive, hashed, progressed, type QueuedFile } from '../queue.js';
import type { QueueStore, Work } from '../queue-store.js';
import type { sendFile } from '../send-file.js';
import { createSpeedMeter } from '../speed-meter.js';
import type { UploadsApi } from '../uploads-api.js';
import { failing } from './failing.js';
import { hashOnce } from './hash-once.js';

export interface SendingDeps {
  api: Pick<UploadsApi, 'replaces' | 'video'>;
  hashes: Pick<FileHashes, 'sha256'>;
  send: typeof sendFile;
  /** The video of a file has arrived, or is called otherwise since. */
  onVideo(video: StudioVideo): void;
}

/** All of the draft that fits into the header of an announcement; the description is saved after it. */
const metadataOf = ({ file, fingerprint, draft }: QueuedFile, replaces: string | null): Record<string, string> => ({
  ...(replaces ? { replaces } : {}),
  ...{ filename: file?.name ?? '', filetype: file?.type ?? '', fingerprint: fingerprint ?? '' },
  ...{ title: draft.title.trim() || 'Untitled', visibility: draft.visibility },
});

/** Announces an upload, or goes on with it, until its video is there. */
export function sending({ api, hashes, send, onVideo }: SendingDeps): Work {
  const sha256Of = hashOnce(hashes);

  async function end(store: QueueStore, key: string, videoId: string): Promise<void> {
    const video = await api.video(videoId);
    store.step(key, arrive(video));
    onVideo(video);
  }

  return (item, store) => {
    const { key, file, draft } = item;
    if (!file) return () => {};
    let videoId = item.videoId;
    /** Not before the server takes the upload: of what it refuses nothing has to be read. */
    const read = () =>
      sha256Of(file).then(
        (hex) => store.step(key, hashed(hex)),
        () => {},
      );
    if (videoId) void read();
    const speedAt = createSpeedMeter(performance.now(), item.sentBytes);
    return send(
      { file, videoId, metadata: metadataOf(item, api.replaces), sha256: () => sha256Of(file) },
      {
        onAnnounced: (id) => {
          if (!videoId) {
            store.step(key, announced(id, api.replaces ? draft : { ...draft, description: '' }));
            void read();
          }
          videoId = id;
        },
        onProgress: (sentBytes) => store.step(key, progressed(sentBytes, speedAt(performance.now(), sentBytes))),
        onDone: () => void end(store, key, videoId ?? '').catch(failing(store, key)),
        onFailure: failing(store, key),
      },
    );
  };
}
