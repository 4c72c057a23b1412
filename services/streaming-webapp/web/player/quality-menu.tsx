import { AUTO } from './hls-engine.js';
import type { Rendition } from './rendition.js';

interface QualityMenuProps {
  renditions: Rendition[];
  shownLevel: number;
  chosenLevel: number;
  onChoose: (level: number) => void;
}

export const QualityMenu = ({ renditions, shownLevel, chosenLevel, onChoose }: QualityMenuProps) => {
  const shown = renditions.find(({ level }) => level === shownLevel)?.label;
  return (
    <media-chrome-menu
      id="quality-menu"
      anchor="quality-button"
      hidden
      aria-label="Quality"
      onchange={(event) => onChoose(Number((event.target as HTMLElement & { value: string }).value))}
    >
      {renditions.map(({ level, label }) => (
        <media-chrome-menu-item key={level} type="radio" value={String(level)} checked={level === chosenLevel}>
          {label}
        </media-chrome-menu-item>
      ))}
      <media-chrome-menu-item type="radio" value={String(AUTO)} checked={chosenLevel === AUTO}>
        {chosenLevel === AUTO && shown ? `Auto (${shown})` : 'Auto'}
      </media-chrome-menu-item>
    </media-chrome-menu>
  );
};

export const QualityButton = ({ renditions, shownLevel }: Pick<QualityMenuProps, 'renditions' | 'shownLevel'>) => (
  <media-chrome-menu-button id="quality-button" invoketarget="quality-menu" aria-label="Quality">
    <span>{renditions.find(({ level }) => level === shownLevel)?.label ?? 'Auto'}</span>
    <span slot="tooltip-content">Quality</span>
  </media-chrome-menu-button>
);
