import { Button } from '@kinora/ui';
import { useRef } from 'react';
import { chooseFiles } from './choose-files.js';
import type { FileWithHandle } from './file-handle.js';
import { ACCEPT } from './media-files.js';

interface ChooseAgainProps {
  name: string;
  onFile: (file: FileWithHandle) => void;
  kind?: 'primary' | 'secondary' | 'quiet';
}

/** Asks for the file of an upload that was begun before. */
export function ChooseAgain({ name, onFile, kind = 'primary' }: ChooseAgainProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        hidden
        aria-label={`Choose ${name} again`}
        onClick={(event) => void chooseFiles(event, ([file]) => file && onFile(file))}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
      <Button kind={kind} onClick={() => input.current?.click()}>
        Choose the file<span className="sr-only"> {name} again</span>
      </Button>
    </>
  );
}
