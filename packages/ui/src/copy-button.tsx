import { useEffect, useState } from 'react';
import { Button } from './button.js';

const SHOWN_MS = 2_500;

interface CopyButtonProps {
  label: string;
  /** Called when it is pressed: an address needs the browser's origin. */
  text: () => string;
}

type Outcome = 'copied' | 'refused' | undefined;

export function CopyButton({ label, text }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setOutcome('copied');
    } catch {
      // No clipboard without TLS, except on localhost: the person copies by hand.
      window.prompt(label, text());
      setOutcome('refused');
    }
  };

  return (
    <Button className="noscript:hidden" onClick={() => void copy()}>
      <span aria-live="polite">{outcome === 'copied' ? 'Copied' : label}</span>
    </Button>
  );
}
