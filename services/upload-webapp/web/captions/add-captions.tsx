import { Button, ProblemNotice } from '@kinora/ui';
import { useRef, useState } from 'react';
import { isCaptions } from '../file-kinds.js';
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

interface Typed {
  fields: Fields;
  file: File | undefined;
  charset: string;
  /** Another one for each change, so that what is sent again after a lost answer makes nothing twice. */
  key: string;
}

const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');

const nothing = (): Typed => ({
  ...{ fields: { language: '', label: '', kind: 'subtitles' }, file: undefined, charset: '', key: newKey() },
});

/** What is typed, sent and refused. The file's name may tell its language. */
function useNewCaptions({ videoId, onAdded }: AddCaptionsProps) {
  const [typed, setTyped] = useState<Typed>(nothing);
  const request = useRequest();
  const change = (changed: Partial<Typed>) => setTyped({ ...typed, ...changed, key: newKey() });
  return {
    ...request,
    typed,
    change,
    chooseFile: (file: File) => {
      const language = languageOfFileName(file.name, languageTags);
      change({ file, fields: language ? { ...typed.fields, language } : typed.fields });
    },
    add: async () => {
      if (!typed.file || !(await request.run(() => addCaptions(videoId, { ...typed, file: typed.file as File }))))
        return;
      setTyped(nothing());
      await onAdded();
    },
    giveUp: () => {
      request.forget();
      setTyped(nothing());
    },
  };
}

/** Chooses a file, and then says what is in it. */
export function AddCaptions(props: AddCaptionsProps) {
  const { typed, change, chooseFile, add, giveUp, isBusy, problem } = useNewCaptions(props);
  const { fields, file, charset } = typed;
  const area = useRef<HTMLFormElement>(null);
  return (
    <form
      ref={area}
      className="grid gap-4 noscript:hidden"
      aria-label="Add captions"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <CaptionFileField
        label={file ? 'Choose another file instead' : 'Choose captions, or drop them here'}
        {...{ file, charset, problem, takes: isCaptions, onFile: chooseFile }}
        onCharset={(chosen) => change({ charset: chosen })}
      />
      {file && (
        <>
          <CaptionFields {...{ fields, problem, onChange: (changed) => change({ fields: changed }) }} />
          {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${props.videoId}`} />}
          <div className="flex flex-wrap gap-3">
            <Button type="submit" kind="primary" disabled={isBusy}>
              {isBusy ? 'Adding …' : 'Add captions'}
            </Button>
            <Button
              onClick={() => {
                giveUp();
                area.current?.querySelector('input')?.focus();
              }}
            >
              Cancel
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
