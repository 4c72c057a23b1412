import type { Caption } from '@kinora/contracts';
import { Button, ProblemNotice } from '@kinora/ui';
import { type ReactNode, useState } from 'react';
import { useRequest } from '../use-request.js';
import { CaptionFields } from './caption-fields.js';
import { CaptionFileField } from './caption-file-field.js';
import { editCaptions, replaceCaptions } from './captions-api.js';

interface ChangeProps {
  videoId: string;
  caption: Caption;
  /** Called when it is changed, and when that is given up. */
  onEnd: () => void;
}

interface FormProps {
  label: string;
  request: ReturnType<typeof useRequest>;
  save: () => Promise<unknown>;
  /** There is nothing to save yet. */
  isEmpty?: boolean;
  children: ReactNode;
}

const ChangeForm = ({
  label,
  request: { isBusy, problem, run },
  save,
  isEmpty = false,
  videoId,
  onEnd,
  children,
}: FormProps & ChangeProps) => (
  <form
    className="grid gap-4"
    aria-label={label}
    onKeyDown={({ key }) => key === 'Escape' && onEnd()}
    onSubmit={(event) => {
      event.preventDefault();
      void run(save).then((isSaved) => isSaved && onEnd());
    }}
  >
    {children}
    {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${videoId}`} />}
    <div className="flex flex-wrap gap-3">
      <Button type="submit" kind="primary" disabled={isBusy || isEmpty}>
        {isBusy ? 'Saving …' : 'Save'}
      </Button>
      <Button onClick={onEnd}>Cancel</Button>
    </div>
  </form>
);

/** Changes what is said of captions. */
export function EditCaptions(props: ChangeProps) {
  const { videoId, caption } = props;
  const [fields, setFields] = useState({ ...caption, label: caption.label ?? '' });
  const request = useRequest();
  const { language, label, kind } = fields;
  const save = () => editCaptions(videoId, caption, { language, label, kind });
  return (
    <ChangeForm {...props} label="Edit captions" request={request} save={save}>
      <CaptionFields
        fields={{ language, label, kind }}
        problem={request.problem}
        hasFocus
        onChange={(changed) => setFields({ ...fields, ...changed })}
      />
    </ChangeForm>
  );
}

/** Puts another file in the place of the text. */
export function ReplaceCaptions(props: ChangeProps) {
  const { videoId, caption } = props;
  const [file, setFile] = useState<File>();
  const [charset, setCharset] = useState('');
  const request = useRequest();
  const save = async () => file && replaceCaptions(videoId, caption, file, charset);
  return (
    <ChangeForm {...props} label="Replace captions" request={request} save={save} isEmpty={!file}>
      <CaptionFileField
        label="Choose the new file, or drop it here"
        hasFocus
        {...{ file, charset, problem: request.problem, onFile: setFile, onCharset: setCharset }}
      />
    </ChangeForm>
  );
}
