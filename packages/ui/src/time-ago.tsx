import { useSyncExternalStore } from 'react';
import { formatDate, formatExactTime, formatTimeAgo } from './format.js';
import { useNow } from './page-time.js';

const never = () => () => {};
const inLocalTime = (timeMs: number): string =>
  new Date(timeMs).toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' });

/** In UTC from the server, in the viewer's own time once the page lives. */
const useExactTime = (timeMs: number): string =>
  useSyncExternalStore(
    never,
    () => inLocalTime(timeMs),
    () => formatExactTime(timeMs),
  );

/** "3 minutes ago", with the exact time on hover. */
export function TimeAgo({ iso }: { iso: string }) {
  const timeMs = Date.parse(iso);
  return (
    <time dateTime={iso} title={useExactTime(timeMs)}>
      {formatTimeAgo(timeMs, useNow())}
    </time>
  );
}

/** "20 Nov 2026", with the exact time on hover. */
export function OnDate({ iso }: { iso: string }) {
  const timeMs = Date.parse(iso);
  return (
    <time dateTime={iso} title={useExactTime(timeMs)} className="whitespace-nowrap">
      {formatDate(timeMs)}
    </time>
  );
}
