import { formatDuration, formatSize, TimeAgo } from '@kinora/ui';
import type { ReactNode } from 'react';
import type { StudioVideo } from '../props.js';

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid grid-cols-[6.5rem_1fr] gap-3 py-1.5">
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0 wrap-anywhere">{children}</dd>
  </div>
);

export const VideoFacts = ({ video }: { video: StudioVideo }) => (
  <dl className="text-sm">
    <Fact name="File">{video.fileName}</Fact>
    {video.sizeBytes !== null && <Fact name="Size">{formatSize(video.sizeBytes)}</Fact>}
    {video.durationSeconds !== null && <Fact name="Length">{formatDuration(video.durationSeconds)}</Fact>}
    {video.sha256 && (
      <Fact name="SHA-256">
        <code className="text-xs break-all">{video.sha256}</code>
      </Fact>
    )}
    <Fact name="Uploaded">
      <TimeAgo iso={video.createdAt} />
    </Fact>
  </dl>
);
