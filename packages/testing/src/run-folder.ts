import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { endLeftovers, writePidFile } from '@kinora/stack';

const PREFIX = 'kinora-tests-';

async function removeIfLeftBehind(folder: string): Promise<void> {
  if (await endLeftovers(folder)) await rm(folder, { recursive: true, force: true });
}

/** Removes what test runs that were killed have left behind: their servers, then their folders. */
async function sweep(): Promise<void> {
  const names = (await readdir(os.tmpdir())).filter((name) => name.startsWith(PREFIX));
  await Promise.allSettled(names.map((name) => removeIfLeftBehind(path.join(os.tmpdir(), name))));
}

/** A folder for the servers and files of one test run. It gets its name once it says who uses it. */
export async function makeRunFolder(): Promise<string> {
  await sweep();
  const unnamed = await mkdtemp(path.join(os.tmpdir(), 'kinora-new-'));
  for (const name of ['files', 'redis-databases']) await mkdir(path.join(unnamed, name));
  writePidFile(path.join(unnamed, 'run.pid'), process.pid);
  const folder = unnamed.replace('kinora-new-', PREFIX);
  await rename(unnamed, folder);
  return folder;
}
