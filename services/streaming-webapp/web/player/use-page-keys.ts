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

/** Keyboard control of the player: media-chrome's keys without clicking it first, and 0 to 9 for the tenths of the video. */
export function usePageKeys(
  controller: RefObject<HTMLElement | null>,
  video: RefObject<HTMLVideoElement | null>,
): void {
  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const player = controller.current;
      const target = event.target as HTMLElement;
      const isNowhere = target === document.body || target.id === 'content';
      if (!player || !(isNowhere || player.contains(target))) return;
      if (/^[0-9]$/.test(event.key)) seekToTenth(video.current, event.key);
      else if (isNowhere && FORWARDED.has(event.key)) {
        event.preventDefault();
        (player as ShortcutTarget).keyboardShortcutHandler(event);
      }
    };
    document.addEventListener('keydown', handle);
    return () => document.removeEventListener('keydown', handle);
  }, [controller, video]);
}
