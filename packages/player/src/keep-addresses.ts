import type { Video } from '@kinora/contracts';

const ADDRESSES = ['playbackUrl', 'posterUrl', 'thumbnailUrl', 'storyboardUrl'] as const;

/** `/media/<token>/<video and object>`: the token is another one each time. */
const objectOf = (url: string | undefined): string | undefined => url?.split('/').slice(3).join('/');

/** What the page has loaded already keeps its address: only what is new gets one. */
export function keepAddresses<Shown extends Video>(before: Shown, now: Shown): Shown {
  const kept = ADDRESSES.filter((name) => before[name] && objectOf(before[name]) === objectOf(now[name]));
  return { ...now, ...Object.fromEntries(kept.map((name) => [name, before[name]])) };
}
