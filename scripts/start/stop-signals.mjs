/** npm hands on the Ctrl-C that the terminal has sent already: what comes this soon is the same one. */
const SAME_SIGNAL_MS = 1_000;

const PARENT_POLL_MS = 500;

/**
 * npm that is killed can hand on nothing: its end counts as a signal. Only npm's: a shell may go and leave its jobs running.
 * @param {() => void} onGone
 */
function onNpmGone(onGone) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_POLL_MS).unref();
}

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
  onNpmGone(() => {
    if (askedAt === 0) onSignal();
  });
  return { done, asked: () => askedAt > 0 };
}
