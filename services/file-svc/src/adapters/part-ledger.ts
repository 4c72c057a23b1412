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

/** The parts that are stored, by number. A line that a crash cut short was never answered for, and counts for nothing. */
export async function readLedger(file: string): Promise<Map<number, PlacedPart>> {
  const parts = new Map<number, PlacedPart>();
  const lines = (await readFile(file, 'utf8')).split('\n');
  for (const entry of lines.flatMap(parse)) {
    if ('replaced' in entry) for (const number of entry.replaced) parts.delete(number);
    else parts.set(entry.number, entry);
  }
  return parts;
}

/** Writes one entry down to the disk, on a line of its own even behind one that was cut short. */
export async function appendToLedger(file: string, entry: Entry): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_APPEND);
  try {
    await handle.writeFile(`\n${JSON.stringify(entry)}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
