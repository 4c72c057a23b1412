import { connectDatabase, type Database, databaseConfig } from '@kinora/database';
import type { Kinora } from '@kinora/testing/running';
import { sql } from 'kysely';
import { z } from 'zod';
import { environmentOf } from './process-facts.js';

/** The one account of a Kinora that `npm start` runs. */
const OWNER = 'operator';
const STATEMENT_ROWS = 5_000;
const QUERY_TIMEOUT_MS = 600_000;

/** The database of a running Kinora, as its services see it. */
export async function databaseOf(kinora: Kinora): Promise<Database> {
  const config = z.object(databaseConfig).parse(await environmentOf(await kinora.pidOf('upload-webapp')));
  return connectDatabase({ ...config, DB_QUERY_TIMEOUT_MS: QUERY_TIMEOUT_MS });
}

const ID = sql`CONCAT(LPAD(HEX(seq * 2654435761 % 4294967296), 8, '0'), '-0000-4000-8000-', LPAD(HEX(seq), 12, '0'))`;

/** Rows of finished videos with four renditions each, numbered `first` to `last`, of sizes, lengths and titles that differ. No object is behind them. */
async function addSome(db: Database, first: number, last: number): Promise<void> {
  const numbers = sql.raw(`seq_${first}_to_${last}`);
  await sql`
    INSERT INTO videos (id, owner_id, video_name, description, visibility, video_path, file_name, size_bytes, state, heartbeat_at, created_at, queued_at)
    SELECT ${ID}, ${OWNER}, CONCAT(ELT(1 + seq % 5, 'Garden', 'Trip to Lisbon', 'Lecture', 'Rehearsal', 'Interview'), ' ', seq),
      CONCAT('What people write of a video, in about a hundred characters: this one has the number ', seq), ELT(1 + seq % 3, 'public', 'unlisted', 'private'),
      CONCAT('source/', ${ID}), 'film.mp4', 1000000 * (1 + seq * 7919 % 5000), 'queued', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) - INTERVAL seq MINUTE, UTC_TIMESTAMP(3)
    FROM ${numbers}`.execute(db);
  await sql`
    INSERT INTO transcodes (video_id, state, attempt, progress, playable, duration_seconds, width, height, started_at)
    SELECT ${ID}, IF(seq % 50 = 0, 'failed', 'ready'), 1, 100, TRUE, 1 + seq * 7907 % 4001, 1280, 720, UTC_TIMESTAMP(3) FROM ${numbers}`.execute(
    db,
  );
  await sql`
    INSERT INTO renditions (video_id, name, kind, width, height, codecs, bandwidth_bps, average_bandwidth_bps, size_bytes, segment_count, state, progress, reason)
    SELECT v.id, ELT(r.seq, 'v720', 'v360', 'v240', 'audio'), IF(r.seq = 4, 'audio', 'video'), 1280, 720, 'avc1.64001f', 1000, 1000, v.size_bytes / r.seq, 3, 'done', 100, ''
    FROM (SELECT ${ID} AS id, 1000000 AS size_bytes FROM ${numbers}) v JOIN seq_1_to_4 r`.execute(db);
}

/** Adds the rows of as many videos as are missing. */
export async function fillUp(db: Database, from: number, to: number): Promise<void> {
  for (let first = from + 1; first <= to; first += STATEMENT_ROWS)
    // At once: a video that waits alone is taken by a worker.
    await db.transaction().execute((tx) => addSome(tx, first, Math.min(to, first + STATEMENT_ROWS - 1)));
}
