/** What went wrong while playing, as far as it matters for what to do next. */
export type Trouble = 'expired' | 'network' | 'media';

const DELAYS_SECONDS = [1, 2, 4, 8, 15, 30];

/**
 * How long to wait before the next attempt, in seconds; undefined when another attempt would not help. A playback address that
 * has run out is renewed at once, but only once in a row: a fresh one that is refused too will not become better by asking quickly.
 * @param attempts failed attempts in a row so far
 */
export function retryDelaySeconds(trouble: Trouble, attempts: number): number | undefined {
  if (trouble === 'media') return undefined;
  if (trouble === 'expired' && attempts === 0) return 0;
  return DELAYS_SECONDS[Math.min(attempts, DELAYS_SECONDS.length - 1)];
}

export const TROUBLE_WORDS = {
  media: {
    title: 'This video cannot be played here',
    detail: 'The browser could not decode it. Try again, or watch it in another browser.',
  },
  gone: {
    title: 'This video is no longer available',
    detail: 'It was deleted or made private in the meantime.',
  },
  unsupported: {
    title: 'This browser cannot play the video',
    detail: 'It supports neither Media Source Extensions nor HLS. Please try a current browser.',
  },
} as const;

export type StopReason = keyof typeof TROUBLE_WORDS;
