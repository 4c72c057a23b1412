import { DESCRIPTION_MAX_CHARS, TAGS_MAX, TITLE_MAX_CHARS } from '@kinora/contracts';
import { Button, fieldError, Notice, ProblemNotice, SelectField, TextArea, TextField } from '@kinora/ui';
import { useRef, useState } from 'react';
import type { StudioVideo } from '../props.js';
import { VisibilityChoice } from '../visibility-choice.js';
import { languageOptions } from './languages.js';
import { OvertakenNotice } from './overtaken-notice.js';
import { useEdit } from './use-edit.js';

interface FieldsProps {
  video: StudioVideo;
  error: (field: string) => string | undefined;
}

const Fields = ({ video, error }: FieldsProps) => (
  <>
    <TextField
      label="Title"
      name="title"
      required
      maxLength={TITLE_MAX_CHARS}
      defaultValue={video.title}
      error={error('title')}
    />
    <TextArea
      label="Description"
      name="description"
      maxLength={DESCRIPTION_MAX_CHARS}
      defaultValue={video.description}
      error={error('description')}
      hint="Markdown works here: **bold**, *italic*, [links](https://…), lists."
    />
    <TextField
      label="Tags"
      name="tags"
      defaultValue={video.tags.join(', ')}
      error={error('tags')}
      hint={`Separated by commas, at most ${TAGS_MAX}.`}
    />
    <SelectField
      label="Language"
      name="language"
      defaultValue={video.language ?? ''}
      options={languageOptions(video.language)}
      error={error('language')}
    />
    <VisibilityChoice value={video.visibility} />
  </>
);

interface EditFormProps {
  video: StudioVideo;
  onSaved: (video: StudioVideo) => void;
}

/** What its owner says of a video. What was typed stays, whatever becomes of saving it. */
export function EditForm({ video, onSaved }: EditFormProps) {
  const { base, status, submit, takeNewer, touch } = useEdit(video, onSaved);
  const [taken, setTaken] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const problem = status.at === 'refused' ? status.problem : undefined;
  const overtaken = status.at === 'overtaken' ? status.newer : undefined;

  return (
    <form
      ref={form}
      className="grid gap-5"
      onChange={touch}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <Fields key={taken} video={base} error={(field) => fieldError(problem, field)} />
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${video.id}`} />}
      {overtaken && (
        <OvertakenNotice
          newer={overtaken}
          onTakeNewer={() => {
            takeNewer(overtaken);
            setTaken(taken + 1);
          }}
          onSaveMine={() => form.current && void submit(form.current, overtaken.version)}
        />
      )}
      {status.at === 'saved' && <Notice tone="good">Your changes are saved.</Notice>}
      <Button
        type="submit"
        kind="primary"
        className="justify-self-start noscript:hidden"
        disabled={status.at === 'saving'}
      >
        {status.at === 'saving' ? 'Saving …' : 'Save changes'}
      </Button>
      <noscript>
        <p className="text-sm text-muted">Saving changes needs JavaScript, which is switched off in this browser.</p>
      </noscript>
    </form>
  );
}
