import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.js';

const CONTROL =
  'block w-full rounded-lg border border-field bg-surface px-3 py-2 text-base text-ink placeholder:text-muted ' +
  'hover:border-ink/60 aria-invalid:border-bad';

interface FieldText {
  label: string;
  hint?: string | undefined;
  /** What is wrong with the value, in words. */
  error?: string | undefined;
}

function useField({ hint, error }: FieldText) {
  const id = useId();
  return {
    id,
    hintId: `${id}-hint`,
    errorId: `${id}-error`,
    control: {
      id,
      'aria-invalid': error ? true : undefined,
      'aria-describedby': classNames(error && `${id}-error`, hint && `${id}-hint`) || undefined,
    },
  };
}

type FieldIds = Pick<ReturnType<typeof useField>, 'id' | 'hintId' | 'errorId'>;

const FieldFrame = ({ label, hint, error, ids, children }: FieldText & { ids: FieldIds; children: ReactNode }) => (
  <div className="grid gap-1.5">
    <label htmlFor={ids.id} className="text-sm font-semibold">
      {label}
    </label>
    {children}
    {error && (
      <p id={ids.errorId} className="text-sm font-medium text-bad">
        {error}
      </p>
    )}
    {hint && (
      <p id={ids.hintId} className="text-sm text-muted">
        {hint}
      </p>
    )}
  </div>
);

export function TextField({ label, hint, error, className, ...input }: FieldText & ComponentProps<'input'>) {
  const { control, ...ids } = useField({ label, hint, error });
  return (
    <FieldFrame label={label} hint={hint} error={error} ids={ids}>
      <input {...control} {...input} className={classNames(CONTROL, 'min-h-11', className)} />
    </FieldFrame>
  );
}

/** A field of a table or a list, where a label in sight would say the same in every row. */
export const CompactField = ({ label, className, ...input }: Pick<FieldText, 'label'> & ComponentProps<'input'>) => (
  <input aria-label={label} {...input} className={classNames(CONTROL, 'min-h-10', className)} />
);

interface Option {
  value: string;
  label: string;
}

export function SelectField({
  label,
  hint,
  error,
  options,
  className,
  ...select
}: FieldText & { options: readonly Option[] } & ComponentProps<'select'>) {
  const { control, ...ids } = useField({ label, hint, error });
  return (
    <FieldFrame label={label} hint={hint} error={error} ids={ids}>
      <select {...control} {...select} className={classNames(CONTROL, 'min-h-11', className)}>
        {options.map(({ value, label: words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export function TextArea({ label, hint, error, className, ...area }: FieldText & ComponentProps<'textarea'>) {
  const { control, ...ids } = useField({ label, hint, error });
  return (
    <FieldFrame label={label} hint={hint} error={error} ids={ids}>
      <textarea {...control} {...area} className={classNames(CONTROL, 'min-h-24 field-sizing-content', className)} />
    </FieldFrame>
  );
}
