const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const RELATIVE_UP_TO_SECONDS = 30 * DAY_SECONDS;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SIZE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

const twoDigits = (value: number): string => String(value).padStart(2, '0');
const count = (amount: number, unit: string): string => `${amount} ${unit}${amount === 1 ? '' : 's'}`;

/** `0:07`, `1:02`, `1:02:03`. */
export function formatDuration(durationSeconds: number): string {
  const total = Math.max(0, Math.round(durationSeconds));
  const hours = Math.floor(total / HOUR_SECONDS);
  const minutes = Math.floor((total % HOUR_SECONDS) / MINUTE_SECONDS);
  const seconds = twoDigits(total % MINUTE_SECONDS);
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${seconds}` : `${minutes}:${seconds}`;
}

/** In powers of 1024: `900 B`, `1.5 MiB`, `20 GiB`. */
export function formatSize(sizeBytes: number): string {
  let value = sizeBytes;
  let unit = 0;
  while (Math.round(value * 10) / 10 >= 1024 && unit < SIZE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${Number(value.toFixed(digits))} ${SIZE_UNITS[unit]}`;
}

/** In powers of 1000, as bitrates are everywhere: `523 kbit/s`, `4.9 Mbit/s`. */
export const formatBitrate = (bitrateBps: number): string =>
  bitrateBps >= 1e6 ? `${(bitrateBps / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bitrateBps / 1e3)} kbit/s`;

export const formatSpeed = (bytesPerSecond: number): string => `${formatSize(bytesPerSecond)}/s`;

/** `less than a minute left`, `5 minutes left`, `2 hours 10 minutes left`: coarse on purpose, an exact number would jump. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 55) return `${Math.ceil(seconds / 5) * 5} seconds left`;
  const minutes = Math.round(seconds / MINUTE_SECONDS);
  if (minutes < 60) return `${count(Math.max(1, minutes), 'minute')} left`;
  const rest = minutes % 60;
  return `${count(Math.floor(minutes / 60), 'hour')}${rest > 0 ? ` ${count(rest, 'minute')}` : ''} left`;
}

/** `20 Nov 2026`, in UTC. */
export function formatDate(timeMs: number): string {
  const date = new Date(timeMs);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `20 Nov 2026, 17:05 UTC`: made by hand, because the browser's words may differ from the server's. */
export function formatExactTime(timeMs: number): string {
  const date = new Date(timeMs);
  return `${formatDate(timeMs)}, ${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())} UTC`;
}

/** `just now`, `3 minutes ago`, `yesterday`, `12 days ago`; a date when that says more. */
export function formatTimeAgo(timeMs: number, nowMs: number): string {
  const seconds = (nowMs - timeMs) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds < HOUR_SECONDS - 30) return `${count(Math.max(1, Math.round(seconds / MINUTE_SECONDS)), 'minute')} ago`;
  if (seconds < 22 * HOUR_SECONDS) return `${count(Math.max(1, Math.round(seconds / HOUR_SECONDS)), 'hour')} ago`;
  if (seconds >= RELATIVE_UP_TO_SECONDS) return formatDate(timeMs);
  const days = Math.max(1, Math.round(seconds / DAY_SECONDS));
  return days === 1 ? 'yesterday' : `${days} days ago`;
}
