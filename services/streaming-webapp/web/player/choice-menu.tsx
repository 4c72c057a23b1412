export interface Choice {
  value: string;
  label: string;
}

interface ChoiceMenuProps {
  /** Also the beginning of the accessible name of its button. */
  name: string;
  choices: Choice[];
  chosen: string;
  onChoose: (value: string) => void;
}

const idOf = (name: string, part: 'menu' | 'button'): string => `${name.toLowerCase()}-${part}`;

/** The list that opens above the control bar: Esc closes it, the arrow keys move in it. */
export const ChoiceMenu = ({ name, choices, chosen, onChoose }: ChoiceMenuProps) => (
  <media-chrome-menu
    id={idOf(name, 'menu')}
    anchor={idOf(name, 'button')}
    hidden
    aria-label={name}
    onchange={(event) => onChoose((event.target as HTMLElement & { value: string }).value)}
  >
    {choices.map(({ value, label }) => (
      <media-chrome-menu-item key={value} type="radio" value={value} checked={value === chosen}>
        {label}
      </media-chrome-menu-item>
    ))}
  </media-chrome-menu>
);

/** Shows what is chosen and opens the menu of the same name. */
export const ChoiceButton = ({ name, shown }: { name: string; shown: string }) => (
  <media-chrome-menu-button
    id={idOf(name, 'button')}
    invoketarget={idOf(name, 'menu')}
    aria-label={`${name}: ${shown}`}
    notooltip
  >
    <span>{shown}</span>
  </media-chrome-menu-button>
);
