import type { PlayerHandle } from '@kinora/player';
import { Button, TextField } from '@kinora/ui';
import { type RefObject, useState } from 'react';
import { formatClock, parseClock, toMilliseconds } from './clock.js';

interface MomentFormProps {
  durationSeconds: number | null;
  /** Undefined until something can be watched. */
  player: RefObject<PlayerHandle | null> | undefined;
  isDisabled: boolean;
  onChoose: (atSeconds: number) => void;
}

function wrongMoment(atSeconds: number | null, durationSeconds: number | null): string | undefined {
  if (atSeconds === null) return 'Please write a time such as 1:02, or seconds.';
  if (durationSeconds === null || atSeconds <= durationSeconds) return undefined;
  return `The video ends at ${formatClock(durationSeconds)}.`;
}

/** Takes the picture of a moment: of one that is typed, or of the one that the player shows. */
export function MomentForm({ durationSeconds, player, isDisabled, onChoose }: MomentFormProps) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const choose = (atSeconds: number | null) => {
    const wrong = wrongMoment(atSeconds, durationSeconds);
    setError(wrong);
    if (atSeconds !== null && !wrong) onChoose(atSeconds);
  };
  const chooseShown = () => {
    const seconds = toMilliseconds(player?.current?.seconds() ?? 0);
    setText(formatClock(seconds));
    choose(Math.min(seconds, durationSeconds ?? seconds));
  };
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        choose(parseClock(text));
      }}
    >
      <div className="w-full sm:w-48">
        <TextField
          label="A moment of the video"
          value={text}
          onChange={({ target }) => setText(target.value)}
          placeholder="0:00"
          autoComplete="off"
          error={error}
          hint="Such as 1:02, or seconds."
        />
      </div>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" disabled={isDisabled}>
          Use this moment
        </Button>
        {player && (
          <Button disabled={isDisabled} onClick={chooseShown}>
            Use what the player shows
          </Button>
        )}
      </div>
    </form>
  );
}
