import { Problem, unavailable } from '@kinora/service-kit';

/** No space, no quota, or a file larger than the file system takes. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const HTTP_INSUFFICIENT_STORAGE = 507;
/** In a folder, a key cannot be a file and the folder of another key. */
const IN_THE_WAY = new Set(['EISDIR', 'ENOTDIR', 'EEXIST']);

interface StoreError {
  name?: string;
  code?: unknown;
  $metadata?: { httpStatusCode?: number };
}

/** What a client may know of an error of the store. The operator finds the store's own words in the log. */
function storageProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, $metadata } = (error ?? {}) as StoreError;
  if (FULL.has(String(code)) || $metadata?.httpStatusCode === HTTP_INSUFFICIENT_STORAGE) {
    return new Problem('insufficient-storage', 'The storage of this site is full. Its operator has to make room.', {
      cause: error,
    });
  }
  if (code === 'ENAMETOOLONG') return new Problem('bad-path', 'The key is too long for this store.');
  if (IN_THE_WAY.has(String(code))) {
    return new Problem('conflict', 'The key is the beginning of another one, or the other way round.');
  }
  return unavailable('The storage', error);
}

/** For an upload that ended while its key was being removed. */
export const removedMeanwhile = (cause: unknown): Problem =>
  new Problem('conflict', 'The object was removed while it was being stored.', { cause });

/** Runs a step of a store, whose errors leave as Problems. */
export async function withStorageProblems<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    throw storageProblem(error);
  }
}
