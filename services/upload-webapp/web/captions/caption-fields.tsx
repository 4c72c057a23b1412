import { CAPTION_KINDS, CAPTION_LABEL_MAX_CHARS, type CaptionKind, type ProblemDocument } from '@kinora/contracts';
import { fieldError, SelectField, TextField } from '@kinora/ui';
import { languageOptions } from '../video/languages.js';
import type { CaptionFields as Fields } from './captions-api.js';

const KIND_WORDS: Record<CaptionKind, string> = {
  subtitles: 'Subtitles: what is said',
  captions: 'Captions: also what is heard, for those who cannot hear',
};

const KINDS = CAPTION_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }));

interface CaptionFieldsProps {
  fields: Fields;
  problem: ProblemDocument | undefined;
  onChange: (fields: Fields) => void;
  /** The first field takes the keyboard when it appears. */
  hasFocus?: boolean;
}

/** Language, kind and name of captions. */
export const CaptionFields = ({ fields, problem, onChange, hasFocus = false }: CaptionFieldsProps) => (
  <div className="grid items-start gap-4 sm:grid-cols-2">
    <SelectField
      label="Language of the captions"
      required
      autoFocus={hasFocus}
      value={fields.language}
      options={languageOptions(fields.language || null).map((option) =>
        option.value === '' ? { value: '', label: 'Please choose' } : option,
      )}
      error={fieldError(problem, 'language')}
      onChange={({ target }) => onChange({ ...fields, language: target.value })}
    />
    <TextField
      label="Name"
      value={fields.label}
      maxLength={CAPTION_LABEL_MAX_CHARS}
      hint="What viewers read; empty for the language."
      error={fieldError(problem, 'label')}
      onChange={({ target }) => onChange({ ...fields, label: target.value })}
    />
    <div className="sm:col-span-2">
      <SelectField
        label="Kind"
        value={fields.kind}
        options={KINDS}
        onChange={({ target }) => onChange({ ...fields, kind: target.value as CaptionKind })}
      />
    </div>
  </div>
);
