import type { ReactNode } from 'react';

interface Choice {
  value: number;
  label: string;
}

/** One thing that the viewer chooses in the player. */
export interface ChoiceMenuProps {
  /** Also the beginning of the accessible name of its button. */
  name: string;
  choices: Choice[];
  chosen: number;
  /** What is chosen, in words. */
  shown: string;
  /** Stands on the button instead of the words. */
  icon?: ReactNode;
  onChoose: (value: number) => void;
}

const idOf = (name: string, part: 'menu' | 'button'): string => `${name.toLowerCase()}-${part}`;

/** The list that opens above the control bar: Esc closes it, the arrow keys move in it. */
export const ChoiceMenu = ({ name, choices, chosen, onChoose }: ChoiceMenuProps) => (
  <media-chrome-menu
    id={idOf(name, 'menu')}
    anchor={idOf(name, 'button')}
    hidden
    aria-label={name}
    onchange={(event) => onChoose(Number((event.target as HTMLElement & { value: string }).value))}
  >
    {choices.map(({ value, label }) => (
      <media-chrome-menu-item key={value} type="radio" value={String(value)} checked={value === chosen}>
        {label}
      </media-chrome-menu-item>
    ))}
  </media-chrome-menu>
);

/** Shows what is chosen and opens the menu of the same name. */
export const ChoiceButton = ({ name, shown, icon }: ChoiceMenuProps) => (
  <media-chrome-menu-button
    id={idOf(name, 'button')}
    invoketarget={idOf(name, 'menu')}
    aria-label={`${name}: ${shown}`}
    notooltip
  >
    {icon ?? <span>{shown}</span>}
  </media-chrome-menu-button>
);
