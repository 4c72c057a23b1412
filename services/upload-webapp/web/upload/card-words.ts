import { formatSize, formatSpeed, formatTimeLeft } from '@kinora/ui';
import type { Queue, QueuedFile } from './queue.js';

/** Whole, and 100 only when all bytes are sent. */
export const percentOf = ({ sentBytes, sizeBytes }: Pick<QueuedFile, 'sentBytes' | 'sizeBytes'>): number =>
  sizeBytes > 0 ? Math.floor((sentBytes / sizeBytes) * 100) : 0;

/** How far the bytes are, how fast they move, and when they will have arrived. */
export function paceWords({ sentBytes, sizeBytes, bytesPerSecond, sha256 }: QueuedFile): string {
  if (sentBytes >= sizeBytes) return 'All sent. The server is saving the last part.';
  const sizes = `${formatSize(sentBytes)} of ${formatSize(sizeBytes)}`;
  if (bytesPerSecond === undefined) return sizes;
  if (bytesPerSecond >= 1)
    return `${sizes} · ${formatSpeed(bytesPerSecond)} · ${formatTimeLeft((sizeBytes - sentBytes) / bytesPerSecond)}`;
  return sha256
    ? `${sizes} · no bytes are moving, waiting for the network`
    : `${sizes} · reading the file for its checksum`;
}

const count = (amount: number, one: string): string => `${amount} ${one}${amount === 1 ? '' : 's'}`;

/** `3 files: 2 being sent, 1 waiting`, `1 file: paused`. */
export function queueWords(queue: Queue): string {
  const inPhase = (...phases: string[]) => queue.filter(({ phase }) => phases.includes(phase.at)).length;
  const unsent = queue.flatMap(({ phase }) => (phase.at === 'needs-file' ? [phase] : []));
  const elsewhere = unsent.filter(({ isSentElsewhere }) => isSentElsewhere).length;
  const pausedBefore = unsent.filter(({ isPaused, isSentElsewhere }) => isPaused && !isSentElsewhere).length;
  const parts = [
    [inPhase('sending'), 'being sent'],
    [elsewhere, 'being sent elsewhere'],
    [inPhase('retrying'), 'without connection'],
    [inPhase('checking', 'waiting'), 'waiting'],
    [inPhase('paused') + pausedBefore, 'paused'],
    [unsent.length - pausedBefore - elsewhere, 'interrupted'],
    [inPhase('duplicate'), 'uploaded before'],
    [inPhase('refused'), 'not accepted'],
    [inPhase('arrived'), 'arrived'],
  ] as const;
  const told = parts
    .filter(([amount]) => amount > 0)
    .map(([amount, what]) => (queue.length === 1 ? what : `${amount} ${what}`));
  return told.length > 0 ? `${count(queue.length, 'file')}: ${told.join(', ')}` : count(queue.length, 'file');
}

const NEWS: Partial<Record<QueuedFile['phase']['at'], string>> = {
  sending: 'is being sent',
  duplicate: 'was uploaded before',
  retrying: 'lost its connection, and is tried again by itself',
  paused: 'is paused',
  refused: 'was not accepted',
  cancelled: 'is cancelled',
  arrived: 'has arrived',
};

/** What is read out when the queue changes: the steps of each file, not its percents. */
export function newsOf(before: Queue, now: Queue): string {
  const phases = new Map(before.map(({ key, phase }) => [key, phase.at]));
  return now
    .filter(({ key, phase }) => phases.get(key) !== phase.at && NEWS[phase.at])
    .map(({ name, phase }) => `${name} ${NEWS[phase.at]}.`)
    .join(' ');
}

/** The short form of a hash, as people compare it. */
export const shortHash = (hex: string): string => `${hex.slice(0, 8)} … ${hex.slice(-8)}`;
