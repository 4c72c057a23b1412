import type { QueuedFile } from '../queue.js';
import { chosenFile } from '../queue-items.js';

let lastKey = 0;

/** A file of a queue: `clip.mp4` of 4 bytes, unless something else is said. */
export const queued = (more: Partial<QueuedFile> = {}): QueuedFile => ({
  ...chosenFile(new File(['clip'], 'clip.mp4', { type: 'video/mp4' }), `key-${++lastKey}`, undefined),
  ...more,
});
