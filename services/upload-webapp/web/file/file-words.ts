import { formatDuration, formatSize } from '@kinora/ui';
import type { StudioVideo, VideoFile } from '../props.js';

/** Viewers will get it once it can be watched. */
export const isComing = ({ isServed, keptUntil, state }: VideoFile): boolean =>
  !isServed && keptUntil === null && state !== 'failed';

/** It did not become what viewers get. */
export const hasFailed = ({ isServed, keptUntil, state }: VideoFile): boolean =>
  !isServed && keptUntil === null && state === 'failed';

/** Another one took its place. */
export const isFormer = ({ isServed, keptUntil }: VideoFile): boolean => !isServed && keptUntil !== null;

/** Nothing happens to the video any more, unless its owner does something. */
export const isAtRest = ({ state, files }: Pick<StudioVideo, 'state' | 'files'>): boolean =>
  (state === 'ready' || state === 'failed') && !files.some(isComing);

/** `120 MiB · 1:02:03`. */
export const sizeWords = ({ sizeBytes, durationSeconds }: Pick<VideoFile, 'sizeBytes' | 'durationSeconds'>): string =>
  [sizeBytes === null ? '' : formatSize(sizeBytes), durationSeconds === null ? '' : formatDuration(durationSeconds)]
    .filter((words) => words !== '')
    .join(' · ');
