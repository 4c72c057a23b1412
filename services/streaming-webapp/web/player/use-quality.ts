import { type RefObject, useCallback, useRef, useState } from 'react';
import { AUTO, type Engine } from './hls-engine.js';
import type { Rendition } from './rendition.js';

/** What can be chosen, what is chosen, and what is on the screen. A choice outlives a new start of the engine. */
export function useQuality(engine: RefObject<Engine | undefined>) {
  const [renditions, setAll] = useState<Rendition[]>([]);
  const [shownLevel, setShownLevel] = useState(AUTO);
  const [chosenLevel, setChosenLevel] = useState(AUTO);
  /** By its label: another stream of the same video counts its levels anew. */
  const lastChoice = useRef<string>(undefined);

  const setRenditions = useCallback(
    (next: Rendition[]) => {
      setAll(next);
      const level = next.find(({ label }) => label === lastChoice.current)?.level ?? AUTO;
      setChosenLevel(level);
      if (level !== AUTO) engine.current?.select(level);
    },
    [engine],
  );
  const choose = (level: number) => {
    lastChoice.current = renditions.find((rendition) => rendition.level === level)?.label;
    setChosenLevel(level);
    engine.current?.select(level);
  };
  const shown = renditions.find(({ level }) => level === shownLevel)?.label;
  return { renditions, shown, chosenLevel, isAuto: chosenLevel === AUTO, choose, setRenditions, setShownLevel };
}
