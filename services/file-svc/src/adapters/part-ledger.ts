import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { PlacedPart } from '../domain/placed-part.js';

type Entry = PlacedPart | { replaced: number[] };

function parse(line: string): Entry[] {
  try {
    return [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}

/**
 * The parts that are stored, by number. It may lack the newest after a loss of power. A line that a crash cut short counts
 * for nothing.
 */
export async function readLedger(file: string): Promise<Map<number, PlacedPart>> {
  const parts = new Map<number, PlacedPart>();
  const lines = (await readFile(file, 'utf8')).split('\n');
  for (const entry of lines.flatMap(parse)) {
    if ('replaced' in entry) for (const number of entry.replaced) parts.delete(number);
    else parts.set(entry.number, entry);
  }
  return parts;
}

/** Writes one entry, on a line of its own even behind one that was cut short. */
async function append(file: string, entry: Entry, { isSynced }: { isSynced: boolean }): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_APPEND);
  try {
    await handle.writeFile(`\n${JSON.stringify(entry)}\n`);
    if (isSynced) await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Not synced: what a loss of power takes of the ledger is found again in the bytes, by its tag. */
export const enterPart = (file: string, part: PlacedPart): Promise<void> => append(file, part, { isSynced: false });

/** Down to the disk, so that no entry survives of what is going to be written over. */
export const strikeParts = (file: string, numbers: number[]): Promise<void> =>
  append(file, { replaced: numbers }, { isSynced: true });
