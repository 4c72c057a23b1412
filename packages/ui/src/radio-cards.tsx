import type { ReactNode } from 'react';

interface Choice<Value extends string> {
  value: Value;
  label: string;
  hint: string;
}

interface RadioCardsProps<Value extends string> {
  legend: ReactNode;
  name: string;
  choices: readonly Choice<Value>[];
  defaultValue: Value;
}

/** A few choices, each with a line that explains it. */
export function RadioCards<Value extends string>({ legend, name, choices, defaultValue }: RadioCardsProps<Value>) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-sm font-semibold">{legend}</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {choices.map(({ value, label, hint }) => (
          <label
            key={value}
            className="flex cursor-pointer gap-2.5 rounded-lg border border-line bg-surface p-3 hover:border-field has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={value}
              defaultChecked={value === defaultValue}
              className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
            />
            <span className="grid content-start gap-0.5 text-sm">
              <span className="leading-5 font-semibold">{label}</span>
              <span className="text-muted">{hint}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
