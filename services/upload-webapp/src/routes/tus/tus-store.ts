import { DataStore, Upload } from '@tus/server';
import type { Request } from 'express';
import { expectedSha256 } from '../../domain/resumable/digest-header.js';
import type { LiveUpload, ResumableUploads } from '../../domain/resumable/resumable-uploads.js';

export interface TusStoreOptions {
  uploads: ResumableUploads;
  ownerId: string;
  req: Request;
  /** Aborted with a `Stopped` when the client is silent for too long. */
  silence: AbortSignal;
  expireSeconds: number;
}

const MS_PER_SECOND = 1_000;

/** An upload in the words of the tus library, which counts the time until it expires from `creation_date`. */
const toTus = (id: string, live: LiveUpload): Upload =>
  live.kind === 'finished'
    ? new Upload({ id, size: live.sizeBytes, offset: live.sizeBytes })
    : new Upload({
        id,
        size: live.upload.sizeBytes,
        offset: live.upload.receivedBytes,
        metadata: { filename: live.upload.fileName },
        creation_date: live.upload.touchedAt.toISOString(),
      });

/**
 * What the tus library may do for one request. The bytes do not pass through the library: they are read from the request
 * itself, at the pace of the store.
 */
export class TusStore extends DataStore {
  readonly #options: TusStoreOptions;

  constructor(options: TusStoreOptions) {
    super();
    this.#options = options;
    this.extensions = ['creation', 'creation-with-upload', 'expiration', 'termination'];
  }

  override getExpiration(): number {
    return this.#options.expireSeconds * MS_PER_SECOND;
  }

  override async create(upload: Upload): Promise<Upload> {
    const { uploads, ownerId } = this.#options;
    const { id, size = 0, metadata = {} } = upload;
    await uploads.announce({ id, ownerId, sizeBytes: size, metadata });
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const { uploads, ownerId, req } = this.#options;
    const find = req.method === 'HEAD' ? uploads.resume : uploads.find;
    return toTus(id, await find(ownerId, id));
  }

  override async write(_body: unknown, id: string, offsetBytes: number): Promise<number> {
    const { uploads, ownerId, req, silence } = this.#options;
    const digest = expectedSha256(req.get('repr-digest'));
    return uploads.write(ownerId, id, offsetBytes, { body: req, expectedSha256: digest, signal: silence });
  }

  override remove(id: string): Promise<void> {
    const { uploads, ownerId } = this.#options;
    return uploads.terminate(ownerId, id);
  }
}
