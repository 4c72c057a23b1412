import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { makeRunFolder } from './run-folder.js';
import { startServersOnDemand } from './servers.js';

declare module 'vitest' {
  interface ProvidedContext {
    kinora: { runFolder: string; serversUrl: string };
  }
}

/** Vitest calls this once before the first test and what it returns after the last, also when tests fail. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const runFolder = await makeRunFolder();
  const servers = await startServersOnDemand(runFolder);
  project.provide('kinora', { runFolder, serversUrl: servers.url });
  return async () => {
    await servers.stop();
    await rm(runFolder, { recursive: true, force: true });
  };
}
