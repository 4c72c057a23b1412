import type { Size } from '../plan/display-size.js';

/** A grid of small pictures in one JPEG, one for each stretch of time. */
export interface Storyboard {
  intervalSeconds: number;
  columns: number;
  rows: number;
  tile: Size;
}

const MIN_INTERVAL_SECONDS = 2;
const MAX_TILES = 100;
const COLUMNS = 10;
const TILE_LONG_SIDE_PIXELS = 160;

export function planStoryboard(durationSeconds: number, { width, height }: Size): Storyboard {
  const intervalSeconds = Math.max(MIN_INTERVAL_SECONDS, durationSeconds / MAX_TILES);
  const tiles = Math.min(MAX_TILES, Math.max(1, Math.ceil(durationSeconds / intervalSeconds)));
  const columns = Math.min(COLUMNS, tiles);
  const factor = TILE_LONG_SIDE_PIXELS / Math.max(width, height);
  const tile = { width: Math.max(2, Math.round(width * factor)), height: Math.max(2, Math.round(height * factor)) };
  return { intervalSeconds, columns, rows: Math.ceil(tiles / columns), tile };
}

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** `00:00:02.000`, as WebVTT section 4.1 has it. */
function timestamp(seconds: number): string {
  const ms = Math.round(seconds * 1_000);
  const [hours, minutes, rest] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, ms % 60_000];
  return `${padded(hours, 2)}:${padded(minutes, 2)}:${padded(Math.floor(rest / 1_000), 2)}.${padded(rest % 1_000, 3)}`;
}

/** Where in the picture each stretch of time is (Media Fragments URI 1.0, section 4.2.2). The last one lasts to the end. */
export function writeStoryboardVtt(
  { intervalSeconds, columns, tile: { width, height } }: Storyboard,
  { tiles, durationSeconds, sprite }: { tiles: number; durationSeconds: number; sprite: string },
): string {
  const cues = Array.from({ length: tiles }, (_, nth) => {
    const end =
      nth === tiles - 1 ? Math.max(durationSeconds, (nth + 1) * intervalSeconds) : (nth + 1) * intervalSeconds;
    const place = [(nth % columns) * width, Math.floor(nth / columns) * height, width, height];
    return `${timestamp(nth * intervalSeconds)} --> ${timestamp(end)}\n${sprite}#xywh=${place.join(',')}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}
