interface PictureChoiceProps {
  label: string;
  thumbnailUrl: string;
  isChosen: boolean;
  isDisabled: boolean;
  onChoose: () => void;
}

/** One picture to choose; the one that is chosen is framed and says so. */
export const PictureChoice = ({ label, thumbnailUrl, isChosen, isDisabled, onChoose }: PictureChoiceProps) => (
  <li>
    <button
      type="button"
      aria-pressed={isChosen}
      disabled={isDisabled}
      onClick={() => isChosen || onChoose()}
      className="grid w-full gap-1.5 rounded-xl border-2 border-transparent p-1 text-left text-sm not-disabled:hover:bg-sunken aria-pressed:border-accent aria-pressed:font-semibold"
    >
      <img src={thumbnailUrl} alt="" className="aspect-video w-full rounded-lg bg-sunken object-cover" />
      <span className="px-1">
        {label}
        {isChosen && <span className="sr-only">, chosen</span>}
      </span>
    </button>
  </li>
);
