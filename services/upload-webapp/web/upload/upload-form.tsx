import { DESCRIPTION_MAX_CHARS, type ProblemDocument, TITLE_MAX_CHARS } from '@kinora/contracts';
import { Button, fieldError, Notice, ProblemNotice, TextArea, TextField } from '@kinora/ui';
import { type RefObject, type SubmitEvent, useEffect, useRef, useState } from 'react';
import type { StudioVideo, UploadFormFields } from '../props.js';
import { VisibilityChoice } from '../visibility-choice.js';
import { FilePicker, type FilePickerProps } from './file-picker.js';
import { UPLOAD_PATH } from './send-upload.js';
import { titleFromFileName } from './title-from-file-name.js';
import { UploadProgress } from './upload-progress.js';
import { useUpload } from './use-upload.js';

interface UploadFormProps {
  uploadMaxBytes: number;
  /** What was typed into a form that the server refused. */
  typed?: UploadFormFields | undefined;
  problem?: ProblemDocument | undefined;
  onUploaded: (video: StudioVideo) => void;
}

/** Takes the title from the file until somebody types one. */
function useSuggestedTitle() {
  const ref = useRef<HTMLInputElement>(null);
  const suggested = useRef('');
  const suggest = (file: File | undefined) => {
    const input = ref.current;
    if (!file || !input || (input.value !== '' && input.value !== suggested.current)) return;
    suggested.current = titleFromFileName(file.name);
    input.value = suggested.current;
  };
  return { ref, suggest };
}

interface UploadFieldsProps {
  title: RefObject<HTMLInputElement | null>;
  picker: Omit<FilePickerProps, 'error'>;
  typed: UploadFormFields | undefined;
  problem: ProblemDocument | undefined;
  isDisabled: boolean;
}

/** They stand in the order in which the server reads them, the file last. */
function UploadFields({ title, picker, typed, problem, isDisabled }: UploadFieldsProps) {
  return (
    <fieldset disabled={isDisabled} className="grid gap-x-8 gap-y-5 disabled:opacity-60 lg:grid-cols-2">
      <div className="grid content-start gap-5">
        <TextField
          ref={title}
          label="Title"
          name="title"
          required
          maxLength={TITLE_MAX_CHARS}
          defaultValue={typed?.title}
          error={fieldError(problem, 'title')}
        />
        <TextArea
          label="Description"
          name="description"
          maxLength={DESCRIPTION_MAX_CHARS}
          defaultValue={typed?.description}
          error={fieldError(problem, 'description')}
        />
        <VisibilityChoice value={typed?.visibility ?? 'public'} />
      </div>
      <FilePicker {...picker} error={fieldError(problem, 'file')} />
    </fieldset>
  );
}

/** Works as a plain form too. */
export function UploadForm({ uploadMaxBytes, typed, problem: refused, onUploaded }: UploadFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const title = useSuggestedTitle();
  // A file can be chosen before the page comes alive.
  useEffect(() => setFile(picker.current?.files?.[0]), []);
  const take = (next: File | undefined) => {
    setFile(next);
    title.suggest(next);
  };
  const finish = (video: StudioVideo) => {
    form.current?.reset();
    setFile(undefined);
    onUploaded(video);
  };
  const { status, send, cancel } = useUpload(
    refused ? { at: 'refused', problem: refused } : { at: 'idle' },
    uploadMaxBytes,
    finish,
  );
  const isSending = status.at === 'sending';
  const problem = status.at === 'refused' ? status.problem : undefined;

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = picker.current?.files?.[0];
    if (chosen && !isSending) send(new FormData(event.currentTarget), chosen);
  };

  return (
    <form
      ref={form}
      method="post"
      encType="multipart/form-data"
      action={UPLOAD_PATH}
      onSubmit={submit}
      className="grid gap-5"
    >
      {problem && <ProblemNotice problem={problem} loginPath="/studio" />}
      {status.at === 'done' && <UploadedNotice video={status.video} />}
      <UploadFields
        title={title.ref}
        picker={{ ref: picker, file, onFile: take, uploadMaxBytes }}
        typed={typed}
        problem={problem}
        isDisabled={isSending}
      />
      {status.at === 'sending' ? (
        <UploadProgress upload={status.upload} onCancel={cancel} />
      ) : (
        <Button type="submit" kind="primary" className="min-h-11 justify-self-start px-6 text-base max-sm:w-full">
          Upload
        </Button>
      )}
    </form>
  );
}

export const UploadedNotice = ({ video }: { video: Pick<StudioVideo, 'id' | 'title'> }) => (
  <Notice tone="good" title="Your video has arrived">
    <p>
      “{video.title}” is being prepared for watching. You can leave this page.{' '}
      <a className="font-semibold underline underline-offset-2" href={`/studio/videos/${video.id}`}>
        Open it
      </a>
    </p>
  </Notice>
);
