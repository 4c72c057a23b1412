import { recall, remember } from './browser-memory.js';
import type { TrackWish } from './track.js';

/** What was chosen in another video. */
export function recallTrack(name: string): TrackWish | undefined {
  const [language, kind] = recall(name)?.split(' ') ?? [];
  return language && kind ? { language, kind } : undefined;
}

/** Keeps the language and kind for the next video. The name of a track without a language means nothing there. */
export function rememberTrack(name: string, { language, kind }: TrackWish): void {
  if (language) remember(name, `${language} ${kind}`);
}
