import { Button } from '@kinora/ui';
import { useRef } from 'react';
import { ACCEPT } from './media-files.js';

/** Asks for the file of an upload that was begun before. */
export function ChooseAgain({ name, onFile }: { name: string; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        hidden
        aria-label={`Choose ${name} again`}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
      <Button kind="primary" onClick={() => input.current?.click()}>
        Choose the file<span className="sr-only"> {name} again</span>
      </Button>
    </>
  );
}
