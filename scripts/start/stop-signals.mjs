/** npm hands on the Ctrl-C that the terminal has sent already: what comes this soon is the same one. */
const SAME_SIGNAL_MS = 1_000;

/**
 * The first SIGINT, SIGTERM or SIGHUP stops everything in order, a second one at once.
 * @param {Pick<import('./supervisor.mjs').Supervisor, 'stop' | 'kill'>} supervisor
 * @param {(line: string) => void} say
 */
export function onStopSignals(supervisor, say) {
  let askedAt = 0;
  /** @type {(value?: unknown) => void} */
  let finish = () => {};
  const done = new Promise((resolve) => {
    finish = resolve;
  });
  const onSignal = () => {
    if (askedAt === 0) {
      askedAt = Date.now();
      say('Stopping; Ctrl-C again ends everything at once');
      void supervisor.stop().then(finish);
    } else if (Date.now() - askedAt > SAME_SIGNAL_MS) {
      void supervisor.kill().then(finish);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  return { done, asked: () => askedAt > 0 };
}
