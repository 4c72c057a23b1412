import type { AnchorHTMLAttributes, ComponentProps } from 'react';
import { classNames } from './class-names.js';

type Kind = 'primary' | 'secondary' | 'quiet' | 'danger';

const BASE =
  'inline-flex min-h-10 items-center justify-center gap-2 rounded-lg px-4 py-2 text-sm font-semibold whitespace-nowrap ' +
  'motion-safe:transition-colors disabled:opacity-55';

const KINDS: Record<Kind, string> = {
  primary: 'bg-accent text-on-accent not-disabled:hover:bg-accent-strong',
  secondary: 'border border-line bg-surface text-ink hover:bg-sunken',
  quiet: 'text-muted hover:bg-sunken hover:text-ink',
  danger: 'border border-bad/40 bg-surface text-bad hover:bg-bad-soft',
};

interface Look {
  kind?: Kind;
}

export const Button = ({
  kind = 'secondary',
  className,
  type = 'button',
  ...rest
}: Look & ComponentProps<'button'>) => (
  <button type={type} className={classNames(BASE, KINDS[kind], className)} {...rest} />
);

/** Goes somewhere, and looks like a button. */
export const LinkButton = ({
  kind = 'secondary',
  className,
  children,
  ...rest
}: Look & AnchorHTMLAttributes<HTMLAnchorElement>) => (
  <a className={classNames(BASE, KINDS[kind], className)} {...rest}>
    {children}
  </a>
);
