import { sourceKey, sourceTailKey } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import type { BufferPool } from '@kinora/service-kit';
import { type Part, PartBuffer } from './part-buffer.js';
import { checksumMismatch, writtenElsewhere } from './resumable-problems.js';
import type { ResumableRecords, ResumableUpload } from './resumable-records.js';
import type { Sha256 } from './sha256.js';

/** While one is synced to the disk, the other one can come there. */
const PARTS_ON_THEIR_WAY = 2;

export interface StoreDeps {
  records: Pick<ResumableRecords, 'advance' | 'beganStoring' | 'isAt'>;
  files: Pick<FileClient, 'get' | 'put' | 'parts'>;
  sha256: Sha256;
  memory: BufferPool;
}

/** A part that the store has, with what its row needs. */
interface StoredPart {
  etag: string;
  /** Of all bytes up to its end. */
  hashState: Buffer;
}

/**
 * Stores the bytes of an upload part by part, each of them before the row says so. Two parts are on their way while the next
 * one fills; their rows are written in order, so that the offset never passes over one that is not stored.
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
  #hashed: Promise<Buffer | null>;
  /** The oldest first; each resolves when it is stored and the row of the one before it is written. */
  readonly #onTheirWay: Promise<unknown>[] = [];
  #recorded: Promise<void> = Promise.resolve();

  constructor(upload: ResumableUpload, expectedSha256: string | null, deps: StoreDeps) {
    const { sizeBytes, receivedBytes, partSizeBytes } = upload;
    this.#upload = upload;
    this.#expectedSha256 = expectedSha256;
    this.#deps = deps;
    this.#storeUploadId = upload.storeUploadId;
    this.#offsetBytes = receivedBytes;
    this.#hashState = upload.hashState;
    this.#hashed = Promise.resolve(upload.hashState);
    const firstBytes = receivedBytes - (receivedBytes % partSizeBytes);
    this.buffer = new PartBuffer(firstBytes, { fileBytes: sizeBytes, partSizeBytes }, deps.memory);
  }

  /** What is stored, and the row says so. */
  get offsetBytes(): number {
    return this.#offsetBytes;
  }

  /** Resolves when the part is on its way, which is when few enough others are. */
  async next(part: Part): Promise<void> {
    if (this.#onTheirWay.length === PARTS_ON_THEIR_WAY) await this.#onTheirWay.shift();
    this.#send(part, await this.#begun());
  }

  /** Resolves when all that came is stored. */
  async keepAll(): Promise<void> {
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
    await Promise.allSettled([...this.#onTheirWay, this.#recorded]);
  }

  #send(part: Part, storeUploadId: string): void {
    const before = this.#recorded;
    const stored = this.#store(part, storeUploadId);
    const onItsWay = Promise.all([stored, before]);
    this.#onTheirWay.push(onItsWay);
    this.#recorded = this.#record(part, onItsWay);
    for (const promise of [onItsWay, this.#recorded]) promise.catch(() => undefined);
  }

  async #store(part: Part, storeUploadId: string): Promise<StoredPart> {
    const { files, sha256 } = this.#deps;
    const { number, offsetBytes, bytes } = part;
    const { signal } = this.#dropping;
    const hashed = this.#hashed.then((state) => sha256.append(state, bytes));
    const put = files.parts.put(sourceKey(this.#upload.id), storeUploadId, { number, offsetBytes }, bytes, { signal });
    this.#hashed = hashed;
    await Promise.allSettled([hashed, put]);
    this.buffer.release(part);
    return { hashState: await hashed, etag: (await put).etag };
  }

  async #record({ number, offsetBytes, bytes }: Part, onItsWay: Promise<[StoredPart, unknown]>): Promise<void> {
    const [{ hashState, etag }] = await onItsWay;
    const toBytes = offsetBytes + bytes.length;
    if (toBytes === this.#upload.sizeBytes) await this.#verify(hashState);
    this.#hashState = hashState;
    await this.#advance({ toBytes, part: { number, sizeBytes: bytes.length, etag } });
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
