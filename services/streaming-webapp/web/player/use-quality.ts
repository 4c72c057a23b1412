import { type RefObject, useCallback, useRef, useState } from 'react';
import { AUTO, type Engine } from './hls-engine.js';
import type { Rendition } from './rendition.js';

/** What can be chosen, what is chosen, and what is on the screen. A choice outlives a new start of the engine. */
export function useQuality(engine: RefObject<Engine | undefined>) {
  const [renditions, setAll] = useState<Rendition[]>([]);
  const [shownLevel, setShownLevel] = useState(AUTO);
  const [chosenLevel, setChosenLevel] = useState(AUTO);
  const lastChoice = useRef(AUTO);

  const setRenditions = useCallback(
    (next: Rendition[]) => {
      setAll(next);
      if (lastChoice.current !== AUTO) engine.current?.select(lastChoice.current);
    },
    [engine],
  );
  const choose = (level: number) => {
    lastChoice.current = level;
    setChosenLevel(level);
    engine.current?.select(level);
  };
  const shown = renditions.find(({ level }) => level === shownLevel)?.label;
  return { renditions, shown, chosenLevel, isAuto: chosenLevel === AUTO, choose, setRenditions, setShownLevel };
}
