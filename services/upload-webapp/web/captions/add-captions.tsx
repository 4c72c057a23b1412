import { Button, ProblemNotice } from '@kinora/ui';
import { useState } from 'react';
import { useRequest } from '../use-request.js';
import { languageTags } from '../video/languages.js';
import { CaptionFields } from './caption-fields.js';
import { CaptionFileField } from './caption-file-field.js';
import { addCaptions, type CaptionFields as Fields } from './captions-api.js';
import { languageOfFileName } from './language-of-file-name.js';

interface AddCaptionsProps {
  videoId: string;
  onAdded: () => Promise<void>;
}

const NOTHING_SAID: Fields = { language: '', label: '', kind: 'subtitles' };

/** Chooses a file and says what is in it. The file's name may tell its language. */
export function AddCaptions({ videoId, onAdded }: AddCaptionsProps) {
  const [fields, setFields] = useState(NOTHING_SAID);
  const [file, setFile] = useState<File>();
  const [charset, setCharset] = useState('');
  /** Another field for each file: a browser lets nobody empty one. */
  const [added, setAdded] = useState(0);
  const { isBusy, problem, run } = useRequest();

  const chooseFile = (chosen: File | undefined) => {
    setFile(chosen);
    const language = chosen && languageOfFileName(chosen.name, languageTags);
    if (language) setFields({ ...fields, language });
  };
  const add = async () => {
    if (!file || !(await run(() => addCaptions(videoId, fields, file, charset)))) return;
    setFields(NOTHING_SAID);
    setFile(undefined);
    setCharset('');
    setAdded(added + 1);
    await onAdded();
  };

  return (
    <form
      className="grid gap-4"
      aria-label="Add captions"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <CaptionFileField
        key={added}
        label="Choose captions, or drop them here"
        {...{ file, charset, problem, onFile: chooseFile, onCharset: setCharset }}
      />
      <CaptionFields {...{ fields, problem, onChange: setFields }} />
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${videoId}`} />}
      <Button type="submit" kind="primary" className="justify-self-start" disabled={isBusy}>
        {isBusy ? 'Adding …' : 'Add captions'}
      </Button>
    </form>
  );
}
