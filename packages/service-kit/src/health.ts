import { Router } from 'express';

/** Resolves when the dependency answers; rejects with the reason when it does not. */
export type HealthCheck = () => Promise<unknown>;

const CHECK_TIMEOUT_MS = 3_000;

async function runCheck(check: HealthCheck): Promise<'ok' | 'down'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([check(), late]);
    return 'ok';
  } catch {
    return 'down';
  } finally {
    clearTimeout(timer);
  }
}

type CheckResults = Record<string, 'ok' | 'down'>;

/** Requests that come at once share one round of checks: the address may be public. */
function sharedRun(checks: Record<string, HealthCheck>): () => Promise<CheckResults> {
  let running: Promise<CheckResults> | undefined;
  const run = async (): Promise<CheckResults> => {
    const results = Object.entries(checks).map(async ([name, check]) => [name, await runCheck(check)] as const);
    return Object.fromEntries(await Promise.all(results));
  };
  return () => {
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };
}

/**
 * `/healthz`: the process answers. `/readyz`: so does everything it depends on (503 with the names of what does not).
 */
export function healthRoutes(checks: Record<string, HealthCheck> = {}): Router {
  const router = Router();
  const runChecks = sharedRun(checks);
  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    const results = await runChecks();
    const ready = Object.values(results).every((result) => result === 'ok');
    res
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: ready ? 'ok' : 'down', checks: results });
  });
  return router;
}
