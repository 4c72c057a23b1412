import { Problem } from '@kinora/service-kit';
import { formatBytes } from './refusal.js';
import type { StorageUse } from './storage-use.js';

export interface QuotaUse extends Pick<StorageUse, 'usedBytes'> {
  /** By how much more would be stored. */
  sizeBytes: number;
  /** 0: no quota. */
  quotaBytes: number;
}

/** @throws Problem `quota-exceeded` */
export function assertWithinQuota({ sizeBytes, usedBytes, quotaBytes }: QuotaUse): void {
  if (quotaBytes === 0 || sizeBytes <= 0 || usedBytes + sizeBytes <= quotaBytes) return;
  throw new Problem(
    'quota-exceeded',
    `The file has ${formatBytes(sizeBytes)}. Your videos take ${formatBytes(usedBytes)} of the ${formatBytes(quotaBytes)} that you may store here. Please delete some for good (the trash counts too), or ask the operator of this site for more.`,
  );
}
