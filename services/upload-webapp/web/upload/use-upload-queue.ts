import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { StudioVideo } from '../props.js';
import { createFileHashes } from './file-hashes.js';
import { createUploadMemory } from './memory/upload-memory.js';
import { isMoving, type Queue } from './queue.js';
import { sendFile } from './send-file.js';
import { createUploadQueue, type UploadQueue } from './upload-queue.js';
import { createUploadsApi } from './uploads-api.js';

const NOTHING: Queue = [];
const never = () => () => {};

interface UploadQueueOptions {
  userName: string;
  uploadMaxBytes: number;
  /** The video whose file is uploaded anew; null for new videos. */
  replaces: string | null;
  onVideo(video: StudioVideo): void;
}

/** The queue lives as long as the page, in the browser only. */
function useQueue({ userName, uploadMaxBytes, replaces, onVideo }: UploadQueueOptions): UploadQueue | undefined {
  const [uploads, setUploads] = useState<UploadQueue>();
  const latest = useRef(onVideo);
  latest.current = onVideo;
  useEffect(() => {
    const queue = createUploadQueue({
      api: createUploadsApi(replaces),
      hashes: createFileHashes(),
      send: sendFile,
      memory: createUploadMemory(userName),
      uploadMaxBytes,
      onVideo: (video) => latest.current(video),
    });
    setUploads(queue);
    // Without an answer nothing is shown as unfinished; the same file is found all the same when it is chosen.
    queue.find().catch(() => {});
  }, [userName, uploadMaxBytes, replaces]);
  return uploads;
}

function useWindowEvents(uploads: UploadQueue | undefined): void {
  useEffect(() => {
    if (!uploads) return;
    const stop = new AbortController();
    const on = (name: 'offline' | 'online' | 'pagehide', listener: () => void) =>
      window.addEventListener(name, listener, { signal: stop.signal });
    on('offline', uploads.networkLost);
    on('online', uploads.networkBack);
    on('pagehide', uploads.leave);
    return () => stop.abort();
  }, [uploads]);
}

/** A page that is left takes its uploads with it, so the browser asks first. */
function useLeaveWarning(isActive: boolean): void {
  useEffect(() => {
    if (!isActive) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isActive]);
}

/** What is uploaded from this page. `uploads` is undefined until the page lives. */
export function useUploadQueue(options: UploadQueueOptions) {
  const uploads = useQueue(options);
  const queue = useSyncExternalStore(
    uploads?.subscribe ?? never,
    () => uploads?.get() ?? NOTHING,
    () => NOTHING,
  );
  useWindowEvents(uploads);
  useLeaveWarning(queue.some(isMoving));
  return { uploads, queue };
}
