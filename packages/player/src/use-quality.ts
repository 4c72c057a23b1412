import { type RefObject, useCallback, useRef, useState } from 'react';
import { recall, remember } from './browser-memory.js';
import type { Engine } from './engine.js';
import { AUTO, levelOfWish, type Rendition } from './rendition.js';

const NAME = 'quality';

/** What can be chosen, what is chosen, and what is on the screen. A choice outlives the stream and the video. */
export function useQuality(engine: RefObject<Engine | undefined>) {
  const [renditions, setRenditions] = useState<Rendition[]>([]);
  const [shownLevel, onLevel] = useState(AUTO);
  const [chosenLevel, setChosenLevel] = useState(AUTO);
  /** By its label: another stream counts its levels anew. */
  const wish = useRef(recall(NAME));

  const onRenditions = useCallback((next: Rendition[]) => {
    const level = levelOfWish(next, wish.current);
    setRenditions(next);
    setChosenLevel(level);
    return level;
  }, []);
  const choose = (level: number) => {
    wish.current = renditions.find((rendition) => rendition.level === level)?.label ?? null;
    remember(NAME, wish.current);
    setChosenLevel(level);
    engine.current?.selectLevel(level);
  };
  const shown = renditions.find(({ level }) => level === shownLevel)?.label;
  return { renditions, shown, chosenLevel, choose, onRenditions, onLevel };
}
