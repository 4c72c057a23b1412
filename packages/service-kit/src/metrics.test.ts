import { expect, it, vi } from 'vitest';
import { createMetrics } from './metrics.js';

/** Who asks for the metrics begins them anew: several looks must come between two questions. */
const BETWEEN_QUESTIONS = { interval: 500, timeout: 30_000 };

it('looks at the event loop so seldom that a service at rest hardly takes any time', async () => {
  const metrics = createMetrics('test');
  const betweenLooksSeconds = await vi.waitFor(async () => {
    const all = await metrics.getMetricsAsJSON();
    const lag = all.find(({ name }) => name === 'nodejs_eventloop_lag_p50_seconds')?.values[0]?.value;
    expect(lag, 'no look yet').toBeGreaterThan(0.001);
    return lag;
  }, BETWEEN_QUESTIONS);
  expect(betweenLooksSeconds).toBeGreaterThan(0.05);
});
