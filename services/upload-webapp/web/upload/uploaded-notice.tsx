import { Notice } from '@kinora/ui';
import type { StudioVideo } from '../props.js';

/** After the plain form: its video has arrived. */
export const UploadedNotice = ({ video }: { video: Pick<StudioVideo, 'id' | 'title'> }) => (
  <Notice tone="good" title="Your video has arrived">
    <p>
      “{video.title}” is being prepared for watching. You can leave this page.{' '}
      <a className="font-semibold underline underline-offset-2" href={`/studio/videos/${video.id}`}>
        Open it
      </a>
    </p>
  </Notice>
);
