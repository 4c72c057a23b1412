import { WORTHLESS_FILE_FAILURES } from '@kinora/contracts';
import { type RawBuilder, sql } from 'kysely';

/**
 * Of a failed transcode `t` and the database's own clock: true while its source is kept, so that it can be tried again. A
 * file that looked worthless is kept for a while, all others until their video is deleted.
 */
export const isSourceKept = (keepSeconds: number): RawBuilder<boolean> =>
  sql<boolean>`(t.failure_code NOT IN (${sql.join([...WORTHLESS_FILE_FAILURES])}) OR t.finished_at > NOW(3) - INTERVAL ${keepSeconds} SECOND)`;
