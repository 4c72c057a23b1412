import { setFlagsFromString } from 'node:v8';
import { ConfigError } from './config.js';
import type { Logger } from './logger.js';

/** Called in order when the process is asked to stop. */
export type StopStep = () => Promise<unknown>;

/**
 * V8 counts the bodies that pass as heap. Of a heap as small as a service's it would look through all, again for every few MiB of
 * them, unless it may grow to four times what lives in it.
 */
const FEWER_COLLECTIONS = '--heap-growing-percent=300';

/**
 * Runs a service until SIGTERM or SIGINT, then stops what `start` returned, in order. The only place that ends a process.
 */
export async function runService(log: Logger, start: () => Promise<StopStep[]>): Promise<void> {
  setFlagsFromString(FEWER_COLLECTIONS);
  process.on('unhandledRejection', (err) => {
    log.fatal({ err }, 'unhandled rejection');
    process.exit(1);
  });
  let steps: StopStep[] | undefined;
  let asked = false;
  const stop = async () => {
    asked = true;
    if (!steps) return;
    for (const step of steps) await step().catch((err: unknown) => log.error({ err }, 'while stopping'));
    log.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  try {
    steps = await start();
  } catch (err) {
    log.fatal({ err }, 'could not start');
    process.exit(1);
  }
  if (asked) await stop();
}

/** The configuration, or the end of the process with one message that says what to set. */
export function configOrExit<Config>(load: () => Config): Config {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78);
  }
}
