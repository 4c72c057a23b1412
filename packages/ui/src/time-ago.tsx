import { useSyncExternalStore } from 'react';
import { formatExactTime, formatTimeAgo } from './format.js';
import { useNow } from './page-time.js';

const never = () => () => {};
const inLocalTime = (timeMs: number): string =>
  new Date(timeMs).toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' });

/** "3 minutes ago", with the exact time on hover: in UTC from the server, in the viewer's own time once the page lives. */
export function TimeAgo({ iso }: { iso: string }) {
  const timeMs = Date.parse(iso);
  const exact = useSyncExternalStore(
    never,
    () => inLocalTime(timeMs),
    () => formatExactTime(timeMs),
  );
  return (
    <time dateTime={iso} title={exact}>
      {formatTimeAgo(timeMs, useNow())}
    </time>
  );
}
