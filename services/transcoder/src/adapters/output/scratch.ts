import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '@kinora/service-kit';

/** Folders of workers; nothing else in the scratch folder is ever touched. */
const WORKER_FOLDER = /^worker-[0-9a-f]{16}$/;
const ALIVE_FILE = 'alive';

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** True for errors of the scratch folder that pass when somebody makes room. */
export const isDiskFull = (error: unknown): boolean => FULL.has(String((error as { code?: unknown } | null)?.code));

export interface ScratchOptions {
  /** May be shared by several workers, on one host or on many. */
  dir: string;
  /** How often this worker shows that it lives. */
  heartbeatMs: number;
  /** A worker that showed nothing for this long is dead, and what it left is removed. */
  deadAfterMs: number;
  log: Logger;
}

export interface Scratch {
  /** An empty folder for one attempt. */
  create(): Promise<string>;
  remove(folder: string): Promise<void>;
  /** Removes what dead workers left behind. */
  sweep(): Promise<void>;
  /** Removes everything of this worker. */
  close(): Promise<void>;
}

async function isDead(folder: string, deadAfterMs: number): Promise<boolean> {
  const sign = await stat(path.join(folder, ALIVE_FILE)).catch(() => stat(folder));
  return Date.now() - sign.mtimeMs > deadAfterMs;
}

export async function openScratch({ dir, heartbeatMs, deadAfterMs, log }: ScratchOptions): Promise<Scratch> {
  const own = path.join(dir, `worker-${randomBytes(8).toString('hex')}`);
  const alive = path.join(own, ALIVE_FILE);
  await mkdir(own, { recursive: true });
  await writeFile(alive, '');
  const beat = setInterval(() => {
    utimes(alive, new Date(), new Date()).catch((err: unknown) => log.warn({ err }, 'the scratch folder is gone'));
  }, heartbeatMs);
  beat.unref();

  const sweepOne = async (folder: string) => {
    if (folder === own || !(await isDead(folder, deadAfterMs))) return;
    await rm(folder, { recursive: true, force: true });
    log.info({ folder: path.basename(folder) }, 'removed what a dead worker left');
  };
  const scratch: Scratch = {
    create: async () => {
      await mkdir(own, { recursive: true });
      return mkdtemp(path.join(own, 'job-'));
    },
    remove: (folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
    async sweep() {
      const names = (await readdir(dir)).filter((name) => WORKER_FOLDER.test(name));
      await Promise.allSettled(names.map((name) => sweepOne(path.join(dir, name))));
    },
    async close() {
      clearInterval(beat);
      await rm(own, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return scratch;
}
