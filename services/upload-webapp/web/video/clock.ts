const CLOCK = /^(?:(?:(\d{1,3}):)?(\d{1,5}):)?(\d{1,6}(?:[.,]\d{1,3})?)$/;
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;

/** `1:02:03.5`, `2:03`, or seconds alone. @returns null for everything else */
export function parseClock(text: string): number | null {
  const [, hours, minutes, seconds = ''] = CLOCK.exec(text.trim()) ?? [];
  if (seconds === '') return null;
  const [h, m, s] = [Number(hours ?? 0), Number(minutes ?? 0), Number(seconds.replace(',', '.'))];
  const isOver = (minutes !== undefined && s >= MINUTE_SECONDS) || (hours !== undefined && m >= MINUTE_SECONDS);
  return isOver ? null : toMilliseconds(h * HOUR_SECONDS + m * MINUTE_SECONDS + s);
}

export const toMilliseconds = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

/** `0:07`, `1:02:03.5`: to the millisecond, unlike a length that is shown. */
export function formatClock(seconds: number): string {
  const totalMs = Math.round(seconds * 1_000);
  const wholeSeconds = Math.floor(totalMs / 1_000);
  const [hours, minutes] = [Math.floor(wholeSeconds / HOUR_SECONDS), Math.floor((wholeSeconds % HOUR_SECONDS) / 60)];
  const rest = (totalMs % (MINUTE_SECONDS * 1_000)) / 1_000;
  const [whole = '0', fraction] = String(rest).split('.');
  const clock = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${whole.padStart(2, '0')}`;
  return `${hours > 0 ? `${hours}:` : ''}${clock}${fraction ? `.${fraction}` : ''}`;
}
