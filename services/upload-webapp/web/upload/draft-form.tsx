import { DESCRIPTION_MAX_CHARS, TITLE_MAX_CHARS, type Visibility } from '@kinora/contracts';
import { fieldError, TextArea, TextField } from '@kinora/ui';
import { useState } from 'react';
import { VisibilityChoice } from '../visibility-choice.js';
import type { Draft, QueuedFile } from './queue.js';
import { isSameDraft } from './same-draft.js';

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '');

const readDraft = (form: HTMLFormElement): Draft => {
  const data = new FormData(form);
  return {
    title: textOf(data.get('title')),
    description: textOf(data.get('description')),
    visibility: textOf(data.get('visibility')) as Visibility,
  };
};

function savedWords({ videoId, draft, savedDraft, draftProblem, newer, phase }: QueuedFile): string {
  if (phase.at === 'refused') return 'Kept on this page. It goes along when the file is sent again.';
  if (draftProblem || newer) return 'Not saved.';
  if (!videoId) return 'Kept in this browser until the upload begins.';
  return isSameDraft(draft, savedDraft) ? 'Saved' : 'Saving …';
}

const titleError = ({ draft, draftProblem }: QueuedFile): string | undefined =>
  draft.title.trim() === '' ? 'Please give the video a title.' : fieldError(draftProblem, 'title');

interface DraftFormProps {
  item: QueuedFile;
  /** Whether all of it is shown from the start. */
  isOpen: boolean;
  onEdit: (draft: Draft) => void;
  /** Enter was pressed. */
  onSave: () => void;
}

/** What is said of a video, while its bytes flow. It saves itself. */
export function DraftForm({ item, isOpen, onEdit, onSave }: DraftFormProps) {
  const [opensAtFirst] = useState(isOpen);
  const { draft, draftProblem, name } = item;
  return (
    <form
      aria-label={`About ${name}`}
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
      onInput={(event) => onEdit(readDraft(event.currentTarget))}
    >
      <TextField
        label="Title"
        name="title"
        maxLength={TITLE_MAX_CHARS}
        defaultValue={draft.title}
        error={titleError(item)}
      />
      <details open={opensAtFirst}>
        <summary className="w-fit rounded py-1 text-sm font-semibold text-muted hover:text-ink">
          Description and who can watch
        </summary>
        <div className="grid gap-4 pt-3">
          <TextArea
            label="Description"
            name="description"
            maxLength={DESCRIPTION_MAX_CHARS}
            defaultValue={draft.description}
            error={fieldError(draftProblem, 'description')}
          />
          <VisibilityChoice value={draft.visibility} />
        </div>
      </details>
      <p className="text-sm text-muted">
        {savedWords(item)} {draftProblem?.detail}
      </p>
    </form>
  );
}
