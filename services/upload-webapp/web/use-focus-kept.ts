import { type RefObject, useEffect, useRef } from 'react';

/** A part of a list that may go as a whole, and can be focused itself. */
const PLACE = '[data-focus-place]';

type Fallback = () => HTMLElement | null | undefined;

/** Watches for the focus to be lost because the element that had it is gone or disabled. Returns the way to stop. */
function keepFocus(container: HTMLElement, fallback: Fallback): () => void {
  const stop = new AbortController();
  let held: HTMLElement | null = null;
  let place: HTMLElement | null = null;
  let number = -1;
  const places = () => [...container.querySelectorAll<HTMLElement>(PLACE)];
  const isUsable = (element: HTMLElement) => element.isConnected && !element.matches(':disabled');

  const note = ({ target }: FocusEvent) => {
    held = target instanceof HTMLElement && container.contains(target) ? target : null;
    place = held?.closest<HTMLElement>(PLACE) ?? null;
    number = place ? places().indexOf(place) : -1;
  };
  /** A person who clicks beside it lets go of it; an element that goes does not. */
  const letGo = () =>
    queueMicrotask(() => {
      if (held && isUsable(held) && document.activeElement !== held) held = null;
    });
  const goOn = () => {
    if (!held || document.activeElement !== document.body) return;
    if (isUsable(held)) return held.focus();
    if (held.isConnected) return;
    const rest = places();
    const next = place?.isConnected ? place : rest[Math.min(number, rest.length - 1)];
    (next ?? fallback())?.focus();
  };

  document.addEventListener('focusin', note, { signal: stop.signal });
  container.addEventListener('focusout', letGo, { signal: stop.signal });
  const observer = new MutationObserver(goOn);
  observer.observe(container, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    stop.abort();
    observer.disconnect();
  };
}

/**
 * Keeps the place of who uses the keyboard: when the element with the focus goes, its place gets the focus, or the one that now
 * stands there, or else what `fallback` names.
 */
export function useFocusKept(container: RefObject<HTMLElement | null>, fallback: Fallback): void {
  const latest = useRef(fallback);
  latest.current = fallback;
  useEffect(() => (container.current ? keepFocus(container.current, () => latest.current()) : undefined), [container]);
}
