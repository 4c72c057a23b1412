import { CAPTION_OPERATIONS } from './caption-operations.js';
import { CHAPTER_OPERATIONS } from './chapter-operations.js';
import { EDIT_OPERATIONS } from './edit-operations.js';
import { FILE_OPERATIONS } from './file-operations.js';
import type { Operation } from './operation.js';
import { POSTER_OPERATIONS } from './poster-operations.js';
import { UPLOAD_OPERATIONS } from './upload-operations.js';
import { VIDEO_OPERATIONS } from './video-operations.js';

/** Every operation of the studio. A test holds this list to the routes. */
export const OPERATIONS: readonly Operation[] = [
  ...VIDEO_OPERATIONS,
  ...EDIT_OPERATIONS,
  ...CAPTION_OPERATIONS,
  ...FILE_OPERATIONS,
  ...POSTER_OPERATIONS,
  ...CHAPTER_OPERATIONS,
  ...UPLOAD_OPERATIONS,
];
