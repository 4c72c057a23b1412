import { Button, Notice, TextArea } from '@kinora/ui';
import { useState } from 'react';
import { rowsFromLines } from './chapter-rows.js';

interface PasteChaptersProps {
  isDisabled: boolean;
  onLines: (text: string) => void;
}

/** A list of lines becomes chapters. */
export function PasteChapters({ isDisabled, onLines }: PasteChaptersProps) {
  const [text, setText] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const take = () => {
    const found = rowsFromLines(text).length > 0;
    setEmpty(!found);
    if (!found) return;
    onLines(text);
    setText('');
  };
  return (
    <details className="text-sm noscript:hidden">
      <summary className="w-fit rounded font-semibold">Write them as lines</summary>
      <div className="mt-3 grid justify-items-start gap-3">
        <div className="w-full">
          <TextArea
            label="Chapters, one a line"
            value={text}
            placeholder={'0:00 Start\n1:02 The garden'}
            onChange={({ target }) => setText(target.value)}
          />
        </div>
        <Button disabled={isDisabled} onClick={take}>
          Add these lines
        </Button>
        {isEmpty && <Notice tone="bad">No line begins with a time such as 1:02, followed by a title.</Notice>}
      </div>
    </details>
  );
}
