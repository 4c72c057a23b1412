import { PACE_OF_COPY } from '../growing-stream.js';
import { SEGMENT_SECONDS } from '../plan/plan.js';
import { shownFrom, type Track, tableIn, ticksPerSecondIn } from './track.js';

/** Whole ones. Of those that come last, one waits for its end, and one for a scrap that may be joined to it. */
const SEGMENTS = PACE_OF_COPY.minSegments + 2;
/** Sound is packed in pieces as long as a segment, of which the last is not whole. */
const LAST_PIECE_SECONDS = SEGMENT_SECONDS;
/** A copy with so few key frames is not shown before it is whole. */
const MAX_SECONDS = 100;
/** As many packets as ffprobe is asked for. */
const MIN_SAMPLES = 64;

/** A track without a clock is not shortened, however much would be kept of it. */
const clockOf = (track: Track): number => ticksPerSecondIn(track) || 1;

/** When the key frames of a track are decoded, in ticks. */
function* keyFrameTicks(track: Track): Generator<number> {
  const [keys, times] = [tableIn(track, 'stss'), tableIn(track, 'stts')];
  if (!keys || !times) return;
  let [run, firstSample, ticks] = [0, 0, 0];
  for (let key = 0; key < keys.count; key++) {
    const sample = keys.read(key) - 1;
    for (; run < times.count && sample >= firstSample + times.read(run); run++) {
      firstSample += times.read(run);
      ticks += times.read(run) * times.read(run, 1);
    }
    if (run === times.count) return;
    yield ticks + (sample - firstSample) * times.read(run, 1);
  }
}

/** Seconds of a track that are not shown, at its start. */
const hiddenSeconds = (track: Track): number => (shownFrom(track)[0] ?? 0) / clockOf(track);

/** How long a picture is shown until so many segments are whole; null of a track in which every sample is a key frame. */
function secondsOfSegments(track: Track): number | null {
  if (!tableIn(track, 'stss')) return null;
  const hidden = hiddenSeconds(track);
  let segments = 0;
  for (const ticks of keyFrameTicks(track)) {
    const seconds = ticks / clockOf(track) - hidden;
    if (seconds >= (segments + 1) * SEGMENT_SECONDS) segments++;
    if (segments === SEGMENTS) return seconds;
  }
  return MAX_SECONDS;
}

/** Seconds of each track from what is shown first, enough of them for what is watched first. */
export function keptSeconds(tracks: Track[]): number {
  const pictures = tracks.flatMap((track) => secondsOfSegments(track) ?? []);
  const seconds = Math.max(SEGMENTS * SEGMENT_SECONDS, ...pictures);
  return Math.min(seconds, MAX_SECONDS) + LAST_PIECE_SECONDS;
}

/** How many samples of a track begin in that time. */
export function samplesIn(track: Track, seconds: number): number {
  const times = tableIn(track, 'stts');
  let [samples, left] = [0, (seconds + hiddenSeconds(track)) * clockOf(track)];
  for (let run = 0; times && run < times.count && left > 0; run++) {
    const [count, ticks] = [times.read(run), times.read(run, 1)];
    const fit = ticks === 0 ? count : Math.min(count, Math.ceil(left / ticks));
    samples += fit;
    left -= fit * ticks;
  }
  return Math.max(samples, MIN_SAMPLES);
}
