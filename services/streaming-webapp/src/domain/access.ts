import type { Visibility } from '@kinora/contracts';

/** The account that looks, or null for a visitor who is not logged in. */
export type ViewerId = string | null;

export interface Guarded {
  ownerId: string;
  visibility: Visibility;
  playable: boolean;
}

/**
 * What a viewer gets of a video: `granted`, `login` where logging in may help, or `hidden`, which looks like a video that
 * does not exist. Its owner sees a video also before it can be played.
 */
export type Access = 'granted' | 'login' | 'hidden';

export function accessTo({ ownerId, visibility, playable }: Guarded, viewer: ViewerId): Access {
  if (viewer === ownerId) return 'granted';
  if (visibility === 'private') return viewer === null ? 'login' : 'hidden';
  return playable ? 'granted' : 'hidden';
}
