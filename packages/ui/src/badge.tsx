import type { Video, VideoState } from '@kinora/contracts';
import type { ReactNode } from 'react';
import { classNames } from './class-names.js';

type Tone = 'neutral' | 'good' | 'busy' | 'bad';

const TONES: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted',
  good: 'bg-good-soft text-good',
  busy: 'bg-busy-soft text-busy',
  bad: 'bg-bad-soft text-bad',
};

export const Badge = ({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) => (
  <span
    className={classNames(
      'inline-flex items-center rounded-full px-2.5 py-0.5 text-2xs font-semibold whitespace-nowrap tabular-nums',
      TONES[tone],
    )}
  >
    {children}
  </span>
);

const STATES: Record<VideoState, { label: string; tone: Tone }> = {
  uploading: { label: 'Uploading', tone: 'busy' },
  queued: { label: 'Waiting', tone: 'busy' },
  processing: { label: 'Processing', tone: 'busy' },
  ready: { label: 'Ready', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
};

/** Where a video is on its way, in one word. */
export function StateBadge({ video }: { video: Pick<Video, 'state' | 'progress'> }) {
  const { label, tone } = STATES[video.state];
  return (
    <Badge tone={tone}>
      {label}
      {video.state === 'processing' && ` ${video.progress} %`}
    </Badge>
  );
}
