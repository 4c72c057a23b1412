/** Invites to press play; the whole picture is the button. */
export const StartSign = () => (
  <div slot="centered-chrome" className="kinora-start" aria-hidden="true">
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M8 5.2v13.6a.8.8 0 0 0 1.2.7l11-6.8a.8.8 0 0 0 0-1.4l-11-6.8a.8.8 0 0 0-1.2.7Z" fill="currentColor" />
    </svg>
  </div>
);

/** Headphones. */
export const AudioIcon = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M4 15v-3a8 8 0 0 1 16 0v3" fill="none" stroke="currentColor" strokeWidth="2" />
    <rect x="3" y="13.5" width="4.5" height="7" rx="1.5" />
    <rect x="16.5" y="13.5" width="4.5" height="7" rx="1.5" />
  </svg>
);

const LINES = 'M6.5 12.2h3M12 12.2h5.5M6.5 15.7h6M15 15.7h2.5';

/** Two lines of words on a screen, which is filled while they are shown. */
export const SubtitlesIcon = ({ isOn }: { isOn: boolean }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <rect
      {...{ x: 3, y: 4.5, width: 18, height: 15, rx: 2.5 }}
      fill={isOn ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth="1.8"
    />
    <path d={LINES} fill="none" stroke={isOn ? '#121317' : 'currentColor'} strokeWidth="1.8" />
  </svg>
);
