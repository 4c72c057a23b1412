import type { ProblemDocument } from '@kinora/contracts';
import { NO_CONNECTION } from '@kinora/ui';
import { type HttpRequest, Upload } from 'tus-js-client';
import { failureOf, UNREADABLE } from './send-failure.js';

export const UPLOADS_PATH = '/api/v1/studio/uploads';

/** One request carries so much: the last one is known by it, and a proxy that buffers bodies has room for it. */
const CHUNK_BYTES = 64 * 1024 ** 2;
/** A connection on which nothing moves for so long is given up: some networks die without a word. */
const STALLED_MS = 45_000;

export interface FileToSend {
  file: File;
  /** Undefined announces a new upload. */
  videoId: string | undefined;
  /** Sent with the announcement. */
  metadata: Record<string, string>;
  /** Hex SHA-256 of the whole file; asked for before the last request. */
  sha256(): Promise<string>;
}

export interface SendListeners {
  onAnnounced(videoId: string): void;
  /** Bytes of the whole file, those of earlier connections included. */
  onProgress(sentBytes: number): void;
  onDone(): void;
  onFailure(problem: ProblemDocument): void;
}

/** RFC 9530 section 3, with the base64 of RFC 8941 between colons. */
export function reprDigest(sha256Hex: string): string {
  const bytes = sha256Hex.match(/../g)?.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))) ?? [];
  return `sha-256=:${btoa(bytes.join(''))}:`;
}

/** Calls back when nothing was reported for too long. `hold` stops the clock until the next report. */
function createStallWatch(onStalled: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hold = () => clearTimeout(timer);
  const report = () => {
    hold();
    timer = setTimeout(onStalled, STALLED_MS);
  };
  return { report, hold };
}

const isLast = (request: HttpRequest, sizeBytes: number): boolean =>
  request.getMethod() === 'PATCH' && Number(request.getHeader('Upload-Offset')) + CHUNK_BYTES >= sizeBytes;

/** Sends a file, or what the server does not have of it, by the tus protocol. Returns the way to stop; what was acknowledged stays. */
export function sendFile({ file, videoId, metadata, sha256 }: FileToSend, listeners: SendListeners): () => void {
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    watch.hold();
    void upload.abort();
  };
  const fail = (problem: ProblemDocument) => {
    if (isStopped) return;
    stop();
    listeners.onFailure(problem);
  };
  const watch = createStallWatch(() => fail(NO_CONNECTION));

  /** A request that waits for the hash must not leave after the upload was stopped: it then waits for ever. */
  async function addDigest(request: HttpRequest): Promise<void> {
    watch.report();
    if (!isLast(request, file.size)) return;
    watch.hold();
    const hex = await sha256().catch(() => fail(UNREADABLE));
    if (isStopped || !hex) return new Promise(() => {});
    request.setHeader('Repr-Digest', reprDigest(hex));
    watch.report();
  }

  const upload = new Upload(file, {
    ...(videoId ? { uploadUrl: `${UPLOADS_PATH}/${videoId}` } : { endpoint: UPLOADS_PATH, metadata }),
    chunkSize: CHUNK_BYTES,
    retryDelays: null,
    storeFingerprintForResuming: false,
    onBeforeRequest: addDigest,
    onUploadUrlAvailable: () => isStopped || listeners.onAnnounced(upload.url?.split('/').at(-1) ?? ''),
    onProgress: (sentBytes) => {
      watch.report();
      if (!isStopped) listeners.onProgress(sentBytes);
    },
    onSuccess: () => {
      watch.hold();
      if (!isStopped) listeners.onDone();
    },
    onError: (error) => fail(failureOf(error)),
  });
  watch.report();
  // A file that is gone fails like a lost connection, so it is looked at first.
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => isStopped || upload.start(),
      () => fail(UNREADABLE),
    );
  return stop;
}
