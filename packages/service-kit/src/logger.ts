import { type Logger, pino } from 'pino';

export type { Logger };

/** One JSON line an event on standard output. What could carry a credential is removed. */
export const createLogger = (service: string, level: string): Logger =>
  pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]', 'err.rawPacket'],
      censor: '[removed]',
    },
  });
