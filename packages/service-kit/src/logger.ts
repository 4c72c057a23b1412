import { type Logger, pino } from 'pino';

export type { Logger };

const STANDARD_OUTPUT = 1;
/** What waits to be written while the disk of the log is full; lines beyond it are dropped. */
const MAX_WAITING_BYTES = 1_000_000;

/** A service does not end because its log cannot be written. */
function createDestination() {
  const destination = pino.destination({ dest: STANDARD_OUTPUT, sync: true, maxLength: MAX_WAITING_BYTES });
  return destination.on('error', () => {});
}

/** One JSON line an event on standard output. What could carry a credential is removed. */
export const createLogger = (service: string, level: string): Logger =>
  pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]', 'err.rawPacket'],
        censor: '[removed]',
      },
    },
    createDestination(),
  );
