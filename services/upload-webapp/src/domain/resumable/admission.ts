import { Problem } from '@kinora/service-kit';
import { formatBytes, tooLarge } from '../refusal.js';
import { invalidFields } from '../video-fields.js';

export interface Admission {
  sizeBytes: number;
  maxBytes: number;
  /** What this person has stored and announced already. */
  usedBytes: number;
  /** 0: no quota. */
  quotaBytes: number;
  /** Null where the store does not know. */
  freeBytes: number | null;
}

/**
 * Decides, before the first byte, whether a file may come.
 * @throws Problem `invalid-fields`, `file-too-large`, `quota-exceeded` or `insufficient-storage`
 */
export function admit({ sizeBytes, maxBytes, usedBytes, quotaBytes, freeBytes }: Admission): void {
  if (sizeBytes === 0) {
    throw invalidFields([{ field: 'file', detail: 'The file is empty. Please choose another one.' }]);
  }
  if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
  if (quotaBytes > 0 && usedBytes + sizeBytes > quotaBytes) throw overQuota(sizeBytes, usedBytes, quotaBytes);
  if (freeBytes !== null && sizeBytes > freeBytes) {
    throw new Problem(
      'insufficient-storage',
      `The file has ${formatBytes(sizeBytes)}, and the store of this site has ${formatBytes(freeBytes)} left. Please tell its operator, and try again later.`,
    );
  }
}

const overQuota = (sizeBytes: number, usedBytes: number, quotaBytes: number): Problem =>
  new Problem(
    'quota-exceeded',
    `The file has ${formatBytes(sizeBytes)}. Your videos take ${formatBytes(usedBytes)} of the ${formatBytes(quotaBytes)} that you may store here. Please delete some, or ask the operator of this site for more.`,
  );
