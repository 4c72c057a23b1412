import { type RefObject, useEffect } from 'react';

/** What media-chrome does for these while the player has the focus, works from anywhere on the page. */
const FORWARDED = new Set([' ', 'k', 'j', 'l', 'm', 'f', 'ArrowLeft', 'ArrowRight', '<', '>']);

interface ShortcutTarget extends HTMLElement {
  keyboardShortcutHandler(event: KeyboardEvent): void;
}

function seekToTenth(video: HTMLVideoElement | null, key: string): void {
  if (video && Number.isFinite(video.duration)) video.currentTime = (video.duration * Number(key)) / 10;
}

const isTaken = (event: KeyboardEvent): boolean =>
  event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;

/** Where a key of the player counts: in the player itself, or nowhere in particular. */
function placeOf(target: HTMLElement, player: HTMLElement): 'player' | 'nowhere' | 'elsewhere' {
  if (target === document.body || target.id === 'content') return 'nowhere';
  return player.contains(target) ? 'player' : 'elsewhere';
}

interface PageKeys {
  controller: RefObject<HTMLElement | null>;
  video: RefObject<HTMLVideoElement | null>;
  toggleSubtitles: () => void;
  /** False leaves what is typed beside the player to the page. */
  ownsPage: boolean;
}

/** Keyboard control of the player: media-chrome's keys without clicking it first, 0 to 9 for the tenths of the video, `c` for subtitles. */
export function usePageKeys({ controller, video, toggleSubtitles, ownsPage }: PageKeys): void {
  useEffect(() => {
    const press = (player: HTMLElement, place: 'player' | 'nowhere', event: KeyboardEvent) => {
      if (/^[0-9]$/.test(event.key)) seekToTenth(video.current, event.key);
      else if (event.key === 'c') toggleSubtitles();
      else if (place === 'nowhere' && FORWARDED.has(event.key)) {
        event.preventDefault();
        (player as ShortcutTarget).keyboardShortcutHandler(event);
      }
    };
    const handle = (event: KeyboardEvent) => {
      const player = controller.current;
      if (!player || isTaken(event)) return;
      const place = placeOf(event.target as HTMLElement, player);
      if (place === 'player' || (place === 'nowhere' && ownsPage)) press(player, place, event);
    };
    document.addEventListener('keydown', handle);
    return () => document.removeEventListener('keydown', handle);
  }, [controller, video, toggleSubtitles, ownsPage]);
}
