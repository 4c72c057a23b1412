import { createLogger, type Logger } from '@kinora/service-kit';

/** A log for tests: it takes everything and shows nothing. */
export const silentLog: Logger = createLogger('test', 'silent');
