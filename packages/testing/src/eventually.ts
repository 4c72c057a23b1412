import { vi } from 'vitest';

const DEFAULT_TIMEOUT_MS = 30_000;
const INTERVAL_MS = 25;

/**
 * Waits until an assertion holds.
 * @throws the assertion's last error when it never does
 */
export const eventually = <Result>(
  assertion: () => Result | Promise<Result>,
  { timeoutMs = DEFAULT_TIMEOUT_MS }: { timeoutMs?: number } = {},
): Promise<Result> => vi.waitFor(assertion, { timeout: timeoutMs, interval: INTERVAL_MS });
