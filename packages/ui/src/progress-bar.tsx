interface ProgressBarProps {
  /** What is going on, for those who do not see the bar. */
  label: string;
  /** 0 to 100; left out while nobody knows. */
  percent?: number | undefined;
}

export const ProgressBar = ({ label, percent }: ProgressBarProps) => (
  <progress aria-label={label} max={100} value={percent} className="kinora-progress" />
);
