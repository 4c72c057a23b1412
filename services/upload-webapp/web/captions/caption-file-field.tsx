import type { ProblemDocument } from '@kinora/contracts';
import { fieldError, SelectField } from '@kinora/ui';
import { FileDrop } from '../file-drop.js';
import { CAPTIONS } from '../file-kinds.js';
import { ENCODINGS } from './encodings.js';

interface CaptionFileFieldProps {
  label: string;
  file: File | undefined;
  onFile: (file: File) => void;
  charset: string;
  onCharset: (charset: string) => void;
  problem: ProblemDocument | undefined;
  /** Which files it also takes that are pasted, or dropped elsewhere on the page. */
  takes?: (file: File) => boolean;
  /** It takes the keyboard when it appears. */
  hasFocus?: boolean;
}

/** A file of captions, and its encoding where the text does not tell it. */
export function CaptionFileField({ file, charset, onCharset, problem, ...area }: CaptionFileFieldProps) {
  const isEncodingAsked = charset !== '' || fieldError(problem, 'charset') !== undefined;
  return (
    <div className="grid gap-4">
      <FileDrop {...area} accept={CAPTIONS} hint={file ? file.name : 'WebVTT (.vtt) or SubRip (.srt)'} />
      {isEncodingAsked && (
        <SelectField
          label="Encoding of the file"
          value={charset}
          options={ENCODINGS}
          hint="The one in which all letters look right afterwards."
          onChange={({ target }) => onCharset(target.value)}
        />
      )}
    </div>
  );
}
