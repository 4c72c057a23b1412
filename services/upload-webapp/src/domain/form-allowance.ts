import { Problem } from '@kinora/service-kit';
import { FORM_OVERHEAD_MAX_BYTES, formatBytes } from './refusal.js';

export interface FormQuota {
  /** Of the form with its file, as announced; null where it was not. */
  bodyBytes: number | null;
  usedBytes: number;
  quotaBytes: number;
}

export const overFormQuota = ({ usedBytes, quotaBytes }: Omit<FormQuota, 'bodyBytes'>): Problem =>
  new Problem(
    'quota-exceeded',
    `The file has more than is left: your videos take ${formatBytes(usedBytes)} of the ${formatBytes(quotaBytes)} that you may store here. Please delete some for good (the trash counts too), or ask the operator of this site for more.`,
  );

/**
 * How many bytes the file of a form may have, which are kept for it.
 * @throws Problem `quota-exceeded` for one that is known to have more
 */
export function formAllowance({ bodyBytes, usedBytes, quotaBytes }: FormQuota): number {
  const leftBytes = quotaBytes - usedBytes;
  const leastBytes = Math.max(1, (bodyBytes ?? 0) - FORM_OVERHEAD_MAX_BYTES);
  if (leastBytes > leftBytes) throw overFormQuota({ usedBytes, quotaBytes });
  return Math.min(leftBytes, bodyBytes ?? leftBytes);
}
