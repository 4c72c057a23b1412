import type { ProblemDocument } from '@kinora/contracts';
import { fieldError, SelectField } from '@kinora/ui';
import { useEffect, useId, useRef } from 'react';
import { ENCODINGS } from './encodings.js';

interface CaptionFileFieldProps {
  label: string;
  file: File | undefined;
  onFile: (file: File | undefined) => void;
  charset: string;
  onCharset: (charset: string) => void;
  problem: ProblemDocument | undefined;
  /** It takes the keyboard when it appears. */
  hasFocus?: boolean;
}

/** The browser's own file field, spread over an area: it takes clicks, the keyboard and files that are dropped on it. */
export function CaptionFileField(props: CaptionFileFieldProps) {
  const { label, file, onFile, charset, onCharset, problem, hasFocus = false } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (hasFocus) input.current?.focus();
  }, [hasFocus]);
  const isEncodingAsked = charset !== '' || fieldError(problem, 'charset') !== undefined;
  return (
    <div className="grid gap-4">
      <div className="relative grid min-h-20 rounded-xl border-2 border-dashed border-field bg-canvas hover:border-accent has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
        <div className="grid content-center justify-items-center gap-1 p-4 text-center">
          <label htmlFor={id} className="font-semibold">
            {label}
          </label>
          <p id={`${id}-hint`} className="text-sm wrap-anywhere text-muted">
            {file ? file.name : 'WebVTT (.vtt) or SubRip (.srt)'}
          </p>
        </div>
        <input
          ref={input}
          id={id}
          type="file"
          required
          accept=".vtt,.srt,text/vtt,application/x-subrip"
          aria-describedby={`${id}-hint`}
          className="absolute inset-0 size-full cursor-pointer opacity-0"
          onChange={({ currentTarget }) => onFile(currentTarget.files?.[0])}
        />
      </div>
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
