import type { Database } from '@kinora/database';
import { unavailable } from '@kinora/service-kit';
import { sql } from 'kysely';
import type { StorageUse } from '../domain/storage-use.js';
import type { Tx } from './in-transaction.js';

const LOCK_WAIT_SECONDS = 10;
/** The names of such locks are shared by all databases of a server. */
const LOCK = sql`CONCAT(DATABASE(), '.admission')`;

async function usedBytes(tx: Tx, ownerId: string): Promise<number> {
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
type Admit = (use: StorageUse, tx: Tx) => Promise<void>;

/**
 * Lets files in one after the other, over all replicas: each is judged by what was promised to those before it.
 * @param reserveSeconds how long room is kept for an upload that does not move
 */
export const createAdmissions =
  (db: Database, reserveSeconds: number) =>
  (ownerId: string, admit: Admit): Promise<void> =>
    db.connection().execute(async (connection) => {
      const { rows } = await sql<{ held: number }>`SELECT GET_LOCK(${LOCK}, ${LOCK_WAIT_SECONDS}) AS held`.execute(
        connection,
      );
      if (rows[0]?.held !== 1) throw unavailable('The database');
      try {
        await connection.transaction().execute(async (tx) => {
          const use = { usedBytes: await usedBytes(tx, ownerId), awaitedBytes: await awaitedBytes(tx, reserveSeconds) };
          await admit(use, tx);
        });
      } finally {
        await sql`DO RELEASE_LOCK(${LOCK})`.execute(connection);
      }
    });

export type Admissions = ReturnType<typeof createAdmissions>;
