import { Problem } from '@kinora/service-kit';
import { assertWithinQuota } from '../quota.js';
import { formatBytes, tooLarge } from '../refusal.js';
import type { StorageUse } from '../storage-use.js';
import { invalidFields } from '../video-fields.js';

export interface Admission extends StorageUse {
  sizeBytes: number;
  maxBytes: number;
  /** 0: no quota. */
  quotaBytes: number;
  /** Null where the store does not know. */
  freeBytes: number | null;
}

/**
 * Decides, before the first byte, whether a file may come.
 * @throws Problem `invalid-fields`, `file-too-large`, `quota-exceeded` or `insufficient-storage`
 */
export function admit({ sizeBytes, maxBytes, usedBytes, quotaBytes, freeBytes, awaitedBytes }: Admission): void {
  if (sizeBytes === 0) {
    throw invalidFields([{ field: 'file', detail: 'The file is empty. Please choose another one.' }]);
  }
  if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
  assertWithinQuota({ sizeBytes, usedBytes, quotaBytes });
  const roomBytes = freeBytes === null ? Infinity : Math.max(0, freeBytes - awaitedBytes);
  if (sizeBytes > roomBytes) throw noRoom(sizeBytes, roomBytes);
}

const noRoom = (sizeBytes: number, roomBytes: number): Problem =>
  new Problem(
    'insufficient-storage',
    `The file has ${formatBytes(sizeBytes)}, and the store of this site has ${formatBytes(roomBytes)} left for it, beside what other uploads have still to bring. Please tell its operator, and try again later.`,
  );
