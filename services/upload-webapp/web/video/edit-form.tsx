import { DESCRIPTION_MAX_CHARS, type ProblemDocument, TITLE_MAX_CHARS } from '@kinora/contracts';
import { Button, callApi, fieldError, Notice, ProblemNotice, TextArea, TextField } from '@kinora/ui';
import { type SubmitEvent, useState } from 'react';
import type { StudioVideo } from '../props.js';
import { VisibilityChoice } from '../visibility-choice.js';
import { videoPath } from './use-live-video.js';

type SaveStatus = { at: 'idle' | 'saving' | 'saved' } | { at: 'refused'; problem: ProblemDocument };

function save(id: string, form: HTMLFormElement): Promise<unknown> {
  return callApi(videoPath(id), {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  });
}

interface EditFormProps {
  video: StudioVideo;
  onSaved: (video: StudioVideo) => void;
}

export function EditForm({ video, onSaved }: EditFormProps) {
  const [status, setStatus] = useState<SaveStatus>({ at: 'idle' });
  const problem = status.at === 'refused' ? status.problem : undefined;

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setStatus({ at: 'saving' });
    save(video.id, event.currentTarget).then(
      (saved) => {
        setStatus({ at: 'saved' });
        onSaved(saved as StudioVideo);
      },
      (refusal: ProblemDocument) => setStatus({ at: 'refused', problem: refusal }),
    );
  };
  const touch = () => status.at === 'saved' && setStatus({ at: 'idle' });

  return (
    <form onSubmit={submit} onChange={touch} className="grid gap-5">
      <TextField
        label="Title"
        name="title"
        required
        maxLength={TITLE_MAX_CHARS}
        defaultValue={video.title}
        error={fieldError(problem, 'title')}
      />
      <TextArea
        label="Description"
        name="description"
        maxLength={DESCRIPTION_MAX_CHARS}
        defaultValue={video.description}
        error={fieldError(problem, 'description')}
      />
      <VisibilityChoice value={video.visibility} />
      {problem && <ProblemNotice problem={problem} loginPath={`/studio/videos/${video.id}`} />}
      {status.at === 'saved' && <Notice tone="good">Your changes are saved.</Notice>}
      <Button type="submit" kind="primary" className="justify-self-start" disabled={status.at === 'saving'}>
        {status.at === 'saving' ? 'Saving …' : 'Save changes'}
      </Button>
      <noscript>
        <p className="text-sm text-muted">Saving changes needs JavaScript, which is switched off in this browser.</p>
      </noscript>
    </form>
  );
}
