import { DESCRIPTION_MAX_CHARS, type ProblemDocument, TITLE_MAX_CHARS } from '@kinora/contracts';
import { Button, fieldError, formatSize, ProblemNotice, TextArea, TextField } from '@kinora/ui';
import type { UploadFormFields } from '../props.js';
import { VisibilityChoice } from '../visibility-choice.js';
import { ACCEPT } from './media-files.js';

interface PlainFormProps {
  uploadMaxBytes: number;
  /** What was typed into a form that the server refused. */
  typed: UploadFormFields | undefined;
  problem: ProblemDocument | undefined;
}

/** Sent by the browser itself, for those without JavaScript. The fields stand in the order in which the server reads them, the file last. */
export const PlainForm = ({ uploadMaxBytes, typed, problem }: PlainFormProps) => (
  <form
    method="post"
    encType="multipart/form-data"
    action="/api/v1/studio/videos"
    className="grid gap-5 rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6"
  >
    {problem && <ProblemNotice problem={problem} loginPath="/studio" />}
    <TextField
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
    <TextField
      label="Video file"
      name="file"
      type="file"
      required
      accept={ACCEPT}
      hint={`MP4, MOV, MKV, WebM, MP3 and more, up to ${formatSize(uploadMaxBytes)}`}
      error={fieldError(problem, 'file')}
    />
    <Button type="submit" kind="primary" className="min-h-11 justify-self-start px-6 text-base max-sm:w-full">
      Upload
    </Button>
  </form>
);
