import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { StaleAges } from '../domain/object-store.js';
import type { LocalPaths } from './local-paths.js';

/** Removes what unfinished uploads of a key, or of all keys under a prefix, hold. */
export async function removePartials(paths: LocalPaths, keyOrPrefix: string): Promise<void> {
  const names = (await readdir(paths.partialFolder)).filter((name) => paths.isPartialOf(name, keyOrPrefix));
  await Promise.all(names.map((name) => remove(path.join(paths.partialFolder, name))));
}

/** Removes what nobody went on with. @returns how many uploads that were */
export async function removeStale(paths: LocalPaths, ages: StaleAges): Promise<number> {
  const nowMs = Date.now();
  let removed = 0;
  for (const entry of await readdir(paths.partialFolder, { withFileTypes: true })) {
    const partial = path.join(paths.partialFolder, entry.name);
    const olderThanMs = entry.isDirectory() ? ages.partsOlderThanMs : ages.wholeOlderThanMs;
    const touchedMs = await touchedAt(entry.isDirectory() ? [paths.ledger(partial), partial] : [partial]);
    if (touchedMs === null || touchedMs > nowMs - olderThanMs) continue;
    await remove(partial);
    removed++;
  }
  return removed;
}

/** When the first of these that is there was written to. */
async function touchedAt(files: string[]): Promise<number | null> {
  for (const file of files) {
    const stats = await stat(file).catch(() => null);
    if (stats) return stats.mtimeMs;
  }
  return null;
}

const remove = (partial: string) => rm(partial, { recursive: true, force: true });
