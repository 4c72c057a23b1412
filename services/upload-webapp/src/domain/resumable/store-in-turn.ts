import { sourceKey, sourceTailKey } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import { type Part, PartBuffer } from './part-buffer.js';
import type { PartMemory } from './part-memory.js';
import { checksumMismatch, writtenElsewhere } from './resumable-problems.js';
import type { ResumableRecords, ResumableUpload } from './resumable-records.js';
import type { Sha256 } from './sha256.js';

export interface StoreDeps {
  records: Pick<ResumableRecords, 'advance' | 'beganStoring' | 'isAt'>;
  files: Pick<FileClient, 'get' | 'put' | 'parts'>;
  sha256: Sha256;
  memory: PartMemory;
}

/**
 * Stores the bytes of an upload part by part, each of them before the row says so. One part is on its way while the next one
 * fills: an upload holds two parts in memory at most.
 */
export class StoreInTurn {
  readonly buffer: PartBuffer;
  readonly #upload: ResumableUpload;
  readonly #expectedSha256: string | null;
  readonly #deps: StoreDeps;
  readonly #dropping = new AbortController();
  #storeUploadId: string | null;
  #offsetBytes: number;
  #hashState: Buffer | null;
  #onItsWay: Promise<void> = Promise.resolve();
  #recorded: Promise<void> = Promise.resolve();

  constructor(upload: ResumableUpload, expectedSha256: string | null, deps: StoreDeps) {
    const { sizeBytes, receivedBytes, partSizeBytes } = upload;
    this.#upload = upload;
    this.#expectedSha256 = expectedSha256;
    this.#deps = deps;
    this.#storeUploadId = upload.storeUploadId;
    this.#offsetBytes = receivedBytes;
    this.#hashState = upload.hashState;
    const firstBytes = receivedBytes - (receivedBytes % partSizeBytes);
    this.buffer = new PartBuffer(firstBytes, { fileBytes: sizeBytes, partSizeBytes }, deps.memory);
  }

  /** What is stored, and the row says so. */
  get offsetBytes(): number {
    return this.#offsetBytes;
  }

  /** Resolves when the part is on its way, which is when the one before is stored. */
  async next(part: Part): Promise<void> {
    await this.#onItsWay;
    this.#onItsWay = this.#store(part);
    this.#onItsWay.catch(() => undefined);
  }

  /** Resolves when all that came is stored. */
  async keepAll(): Promise<void> {
    await this.#onItsWay;
    await this.#recorded;
    const { rest } = this.buffer;
    const toBytes = this.buffer.offsetBytes + rest.length;
    if (toBytes === this.#offsetBytes) return;
    // A process that was overtaken must not replace the tail of the one that goes on.
    if (!(await this.#deps.records.isAt(this.#upload.id, this.#offsetBytes))) throw writtenElsewhere();
    await this.#deps.files.put(sourceTailKey(this.#upload.id), rest, { sizeBytes: rest.length });
    await this.#advance({ toBytes });
  }

  /** Gives up what is not stored, and resolves when nothing is on its way any more. */
  async dropRest(): Promise<void> {
    this.#dropping.abort(new Error('the rest was given up'));
    await this.#onItsWay.catch(() => undefined);
    await this.#recorded.catch(() => undefined);
  }

  async #store(part: Part): Promise<void> {
    const { number, offsetBytes, bytes } = part;
    const { files, sha256 } = this.#deps;
    const storeUploadId = await this.#begun();
    const [hashState, { etag }] = await Promise.all([
      sha256.append(this.#hashState, bytes),
      files.parts.put(sourceKey(this.#upload.id), storeUploadId, { number, offsetBytes }, bytes, {
        signal: this.#dropping.signal,
      }),
    ]);
    const toBytes = offsetBytes + bytes.length;
    if (toBytes === this.#upload.sizeBytes) await this.#verify(hashState);
    this.buffer.release(part);
    // The next part need not wait for the row. One that cannot be written ends the upload with that part.
    await this.#recorded;
    this.#hashState = hashState;
    this.#recorded = this.#advance({ toBytes, part: { number, sizeBytes: bytes.length, etag } });
    this.#recorded.catch(() => undefined);
  }

  async #begun(): Promise<string> {
    if (this.#storeUploadId !== null) return this.#storeUploadId;
    const { id } = this.#upload;
    this.#storeUploadId = await this.#deps.files.parts.begin(sourceKey(id));
    await this.#deps.records.beganStoring(id, this.#storeUploadId);
    return this.#storeUploadId;
  }

  async #verify(hashState: Buffer): Promise<void> {
    if (this.#expectedSha256 === null) return;
    const actual = await this.#deps.sha256.digest(hashState);
    if (actual !== this.#expectedSha256) throw checksumMismatch(this.#expectedSha256, actual);
  }

  async #advance(step: Pick<Parameters<ResumableRecords['advance']>[1], 'toBytes' | 'part'>): Promise<void> {
    const { records } = this.#deps;
    const fromBytes = this.#offsetBytes;
    const hasMoved = await records.advance(this.#upload.id, { fromBytes, hashState: this.#hashState, ...step });
    if (!hasMoved) throw writtenElsewhere();
    this.#offsetBytes = step.toBytes;
  }
}
