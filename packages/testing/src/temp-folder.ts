import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { inject, onTestFinished } from 'vitest';

/** An empty folder. Made inside a test it goes with the test, made in a hook it goes at the end of the run. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(inject('kinora').runFolder, 'files', 't-'));
  try {
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
  } catch {
    // Called in a hook: the end of the run removes it.
  }
  return folder;
}
