import type { Database } from '@kinora/database';
import { unavailable } from '@kinora/service-kit';
import { sql } from 'kysely';
import type { StorageUse } from '../domain/storage-use.js';
import type { Tx } from './in-transaction.js';

const LOCK_WAIT_SECONDS = 10;
/** The names of such locks are shared by all databases of a server. */
const LOCK = sql`CONCAT(DATABASE(), '.admission')`;

async function fileBytes(tx: Tx, ownerId: string): Promise<number> {
  const { used } = await tx
    .selectFrom('videos as v')
    .leftJoin('uploads as u', 'u.id', 'v.id')
    .select(sql<string>`COALESCE(SUM(COALESCE(v.size_bytes, u.size_bytes, v.reserved_bytes)), 0)`.as('used'))
    .where('v.owner_id', '=', ownerId)
    .where('v.source_removed_at', 'is', null)
    .where('v.discarded_at', 'is', null)
    .where('v.deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(used);
}

async function captionBytes(tx: Tx, ownerId: string): Promise<number> {
  const { used } = await tx
    .selectFrom('captions as c')
    .innerJoin('videos as v', 'v.id', 'c.video_id')
    .select(sql<string>`COALESCE(SUM(c.size_bytes), 0)`.as('used'))
    .where('v.owner_id', '=', ownerId)
    .where('v.deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(used);
}

async function awaitedBytes(tx: Tx, reserveSeconds: number): Promise<number> {
  const { awaited } = await tx
    .selectFrom('uploads as u')
    .innerJoin('videos as v', 'v.id', 'u.id')
    .select(sql<string>`COALESCE(SUM(u.size_bytes - u.received_bytes), 0)`.as('awaited'))
    .where('v.state', '=', 'uploading')
    .where('v.deleted_at', 'is', null)
    .where(sql<boolean>`u.touched_at > UTC_TIMESTAMP(3) - INTERVAL ${reserveSeconds} SECOND`)
    .executeTakeFirstOrThrow();
  return Number(awaited);
}

/** Judges by what is stored and promised, and writes what follows from it. */
type Admit<Result> = (use: StorageUse, tx: Tx) => Promise<Result>;

/**
 * Lets files in one after the other, over all replicas: each is judged by what was promised to those before it.
 * @param reserveSeconds how long room is kept for an upload that does not move
 */
export const createAdmissions =
  (db: Database, reserveSeconds: number) =>
  <Result>(ownerId: string, admit: Admit<Result>): Promise<Result> =>
    db.connection().execute(async (connection) => {
      const { rows } = await sql<{ held: number }>`SELECT GET_LOCK(${LOCK}, ${LOCK_WAIT_SECONDS}) AS held`.execute(
        connection,
      );
      if (rows[0]?.held !== 1) throw unavailable('The database');
      try {
        return await connection.transaction().execute(async (tx) => {
          const usedBytes = (await fileBytes(tx, ownerId)) + (await captionBytes(tx, ownerId));
          return admit({ usedBytes, awaitedBytes: await awaitedBytes(tx, reserveSeconds) }, tx);
        });
      } finally {
        await sql`DO RELEASE_LOCK(${LOCK})`.execute(connection);
      }
    });

export type Admissions = ReturnType<typeof createAdmissions>;
