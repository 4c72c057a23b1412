import type { Connection } from './connection.js';
import type { StoredObject } from './stored-object.js';

/** A part that is stored. `number` counts from 1; `etag` is what storing it answered. */
export interface UploadedPart {
  number: number;
  sizeBytes: number;
  etag: string;
}

/**
 * Uploads that come in parts, over days and across restarts of everything. Each part but the last has at least 5 MiB, and
 * none more than 64 MiB.
 */
export interface PartUploads {
  /** @returns the id of the upload */
  begin(key: string): Promise<string>;
  /**
   * The part is durable when this resolves. Storing it again replaces it, whole or not at all.
   * @throws UploadNotFound when the upload was completed, abandoned or never begun
   */
  put(
    key: string,
    uploadId: string,
    part: { number: number; offsetBytes: number },
    body: Buffer,
    options?: { signal?: AbortSignal },
  ): Promise<{ etag: string }>;
  /**
   * Makes the object out of the parts, without copying them. May be repeated.
   * @throws UploadNotFound, or a FileServiceError with status 409 when other parts are stored than `parts` names
   */
  complete(key: string, uploadId: string, parts: UploadedPart[]): Promise<StoredObject>;
  /** Removes the parts. Abandoning an upload that has ended is no error. */
  abandon(key: string, uploadId: string): Promise<void>;
}

/** The upload was completed, abandoned or never begun. */
export class UploadNotFound extends Error {
  constructor(readonly key: string) {
    super(`no such upload of ${key}`);
  }
}

/** A part may have a slow line to S3 before it, and S3 may think for minutes about thousands of parts. */
const STORE_TIMEOUT_MS = 300_000;

export function partUploads({ send, expectStatus }: Connection): PartUploads {
  async function sendToUpload(method: 'PUT' | 'POST', key: string, extra: Parameters<Connection['send']>[2]) {
    const response = await send(method, `/uploads/${key}`, { headersTimeout: STORE_TIMEOUT_MS, ...extra });
    if (response.statusCode === 404) {
      await response.body.dump();
      throw new UploadNotFound(key);
    }
    return response;
  }

  return {
    async begin(key) {
      const response = await send('POST', `/uploads/${key}`);
      await expectStatus(response, `begin an upload of ${key}`, 201);
      return ((await response.body.json()) as { uploadId: string }).uploadId;
    },

    async put(key, uploadId, { number, offsetBytes }, body, { signal } = {}) {
      const query = { uploadId, part: number, offset: offsetBytes };
      const headers = { 'content-length': String(body.length) };
      const response = await sendToUpload('PUT', key, { query, headers, body, signal });
      await expectStatus(response, `PUT part ${number} of ${key}`, 201);
      return (await response.body.json()) as { etag: string };
    },

    async complete(key, uploadId, parts) {
      const response = await sendToUpload('POST', key, {
        query: { uploadId },
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ parts }),
      });
      await expectStatus(response, `complete the upload of ${key}`, 201);
      return (await response.body.json()) as StoredObject;
    },

    async abandon(key, uploadId) {
      const response = await send('DELETE', `/uploads/${key}`, { query: { uploadId } });
      await expectStatus(response, `abandon the upload of ${key}`, 204);
    },
  };
}
