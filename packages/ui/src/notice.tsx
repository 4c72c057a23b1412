import type { ReactNode } from 'react';
import { classNames } from './class-names.js';

type NoticeTone = 'info' | 'good' | 'bad';

const TONES: Record<NoticeTone, string> = {
  info: 'border-line bg-sunken',
  good: 'border-good/30 bg-good-soft text-good',
  bad: 'border-bad/30 bg-bad-soft text-bad',
};

interface NoticeProps {
  tone?: NoticeTone;
  title?: string;
  children?: ReactNode;
}

/** Something to know. An error is read out at once, all else when there is a pause. */
export const Notice = ({ tone = 'info', title, children }: NoticeProps) => (
  <div
    role={tone === 'bad' ? 'alert' : 'status'}
    className={classNames('grid gap-1 rounded-lg border px-4 py-3 text-sm wrap-anywhere', TONES[tone])}
  >
    {title && <p className="font-semibold">{title}</p>}
    {children && <div className="text-ink">{children}</div>}
  </div>
);
