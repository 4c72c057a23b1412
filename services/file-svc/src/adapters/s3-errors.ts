/** True for an error of S3 with one of these codes. */
export const isNamed = (error: unknown, ...names: string[]): boolean =>
  names.includes((error as Error | null)?.name ?? '');

/** True when a multipart upload was completed, aborted or never begun. */
export const isGone = (error: unknown): boolean => isNamed(error, 'NoSuchUpload');
