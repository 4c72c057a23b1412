import { PermanentFault, StalledFault } from './faults.js';

/**
 * Runs a program again when it stalled, as often as is allowed.
 * @throws PermanentFault when it stalled each time; any other error at once
 */
export async function retryStalled<Result>(maxTries: number, run: () => Promise<Result>): Promise<Result> {
  for (let left = maxTries; ; ) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof StalledFault)) throw error;
      if (--left > 0) continue;
      throw new PermanentFault('transcode-failed', { log: `${error.message}\n${error.log ?? ''}`, cause: error });
    }
  }
}
