import { FileServiceError, ObjectNotFound, UploadNotFound } from '@kinora/file-client';

/** RFC 9110 section 15.5.10: other parts are stored than the rows name. */
const CONFLICT = 409;

/** Whether the store says for certain that it does not have what the rows count on; not that it cannot be reached. */
export const areLost = (error: unknown): boolean =>
  error instanceof UploadNotFound ||
  error instanceof ObjectNotFound ||
  (error instanceof FileServiceError && error.status === CONFLICT);
