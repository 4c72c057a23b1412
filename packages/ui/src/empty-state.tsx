import type { ReactNode } from 'react';
import { Logo } from './logo.js';

interface EmptyStateProps {
  title: string;
  children: ReactNode;
  /** What to do next. */
  action?: ReactNode;
}

export const EmptyState = ({ title, children, action }: EmptyStateProps) => (
  <div className="grid justify-items-center gap-3 rounded-2xl border border-dashed border-line px-6 py-16 text-center">
    <Logo className="size-10 text-line" />
    <h2 className="text-lg font-semibold text-balance">{title}</h2>
    <p className="max-w-prose text-pretty text-muted">{children}</p>
    {action && <div className="mt-2">{action}</div>}
  </div>
);
