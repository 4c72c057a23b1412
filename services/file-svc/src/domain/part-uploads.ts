import { Problem } from '@kinora/service-kit';
import type { StoredObject } from './stored-object.js';

/** S3: part numbers go from 1 to this, and each part but the last has at least so many bytes. */
export const MAX_PARTS = 10_000;
const MIN_PART_BYTES = 5 * 1024 * 1024;

/** A part that is stored. The quoted `etag` tells its bytes from others that came under the same number. */
export interface UploadedPart {
  /** From 1. The object is made of its parts in the order of their numbers. */
  number: number;
  sizeBytes: number;
  etag: string;
}

/** Where a part belongs in its object. */
export interface PartPlace {
  number: number;
  offsetBytes: number;
}

/**
 * Uploads that come in parts, over days and across restarts. Nothing of an object can be seen before it is complete.
 * Each call throws the same Problems as the store, and `not-found` for an upload that was never begun or has ended.
 */
export interface PartUploads {
  /** @returns the id of the upload */
  begin(key: string): Promise<string>;
  /** The part is durable when this resolves. Storing it again replaces it, whole or not at all. */
  put(key: string, uploadId: string, place: PartPlace, bytes: Buffer): Promise<{ etag: string }>;
  /**
   * Makes the object out of the parts without copying them. May be repeated: when the upload has ended and an object of
   * this size is there, that is the answer.
   * @throws Problem `bad-request` for a list that makes no object, `parts-mismatch` when other parts are stored than it names
   */
  complete(key: string, uploadId: string, parts: UploadedPart[]): Promise<StoredObject>;
  /** Removes the parts. Abandoning an upload that has ended is no error. */
  abandon(key: string, uploadId: string): Promise<void>;
}

export const unknownUpload = (): Problem =>
  new Problem('not-found', 'There is no upload with this id for this key: it was completed, abandoned or never begun.');

export const partsMismatch = (detail: string, cause?: unknown): Problem =>
  new Problem('parts-mismatch', detail, { cause });

export const totalBytes = (parts: UploadedPart[]): number => parts.reduce((sum, part) => sum + part.sizeBytes, 0);

/** @throws Problem `bad-request` unless these are the parts 1 to n in their order, none but the last of them too small */
export function checkList(parts: UploadedPart[]): void {
  if (parts.length === 0) throw new Problem('bad-request', 'The list names no part: an object has at least one.');
  for (const [index, { number, sizeBytes }] of parts.entries()) {
    if (number !== index + 1) {
      throw new Problem(
        'bad-request',
        `The list must name every part from 1 on in order; part ${index + 1} is not there.`,
      );
    }
    if (sizeBytes < MIN_PART_BYTES && number < parts.length) {
      throw new Problem(
        'bad-request',
        `Part ${number} has ${sizeBytes} bytes; all but the last need ${MIN_PART_BYTES}.`,
      );
    }
  }
}

/** @throws Problem `parts-mismatch` that names the first part which is not stored as the list says */
export function checkStored(parts: UploadedPart[], stored: ReadonlyMap<number, UploadedPart>): void {
  for (const { number, sizeBytes, etag } of parts) {
    const found = stored.get(number);
    if (!found) throw partsMismatch(`Part ${number} is missing: it was never stored, or broke off. Store it again.`);
    if (found.sizeBytes !== sizeBytes) {
      throw partsMismatch(`Part ${number} has ${found.sizeBytes} bytes in the store, not ${sizeBytes}.`);
    }
    if (found.etag !== etag) throw partsMismatch(`Part ${number} was stored again with other bytes.`);
  }
}

/**
 * What completing an upload that has ended comes to.
 * @throws Problem `not-found` unless an object of this size is there
 */
export function endedUpload(object: StoredObject | null, sizeBytes: number): StoredObject {
  if (object?.sizeBytes !== sizeBytes) throw unknownUpload();
  return object;
}
