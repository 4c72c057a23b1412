import type { Database } from '@kinora/database';
import { unavailable } from '@kinora/service-kit';
import { sql } from 'kysely';
import type { StorageUse } from '../domain/storage-use.js';
import type { Tx } from './in-transaction.js';

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

interface AdmissionOptions {
  /** How long room is kept for an upload that does not move. */
  reserveSeconds: number;
  /** How long a file waits for those before it; clearly shorter than the time-out of a query, so that it is told what it waited for. */
  waitMs: number;
}

/** @throws Problem `service-unavailable` when other files took too long */
async function lock(connection: Database, waitMs: number): Promise<void> {
  const { rows } = await sql<{ held: number }>`SELECT GET_LOCK(${LOCK}, ${waitMs / 1_000}) AS held`.execute(connection);
  if (rows[0]?.held !== 1) throw unavailable('The studio', undefined, 'is still taking in other files');
}

/** What the work came to stands, whether this succeeds or not: a connection that does not answer is closed, and the lock goes with it. */
const unlock = (connection: Database) => sql`DO RELEASE_LOCK(${LOCK})`.execute(connection).catch(() => undefined);

/** Lets files in one after the other, over all replicas: each is judged by what was promised to those before it. */
export const createAdmissions =
  (db: Database, { reserveSeconds, waitMs }: AdmissionOptions) =>
  <Result>(ownerId: string, admit: Admit<Result>): Promise<Result> =>
    db.connection().execute(async (connection) => {
      await lock(connection, waitMs);
      try {
        return await connection.transaction().execute(async (tx) => {
          const usedBytes = (await fileBytes(tx, ownerId)) + (await captionBytes(tx, ownerId));
          return admit({ usedBytes, awaitedBytes: await awaitedBytes(tx, reserveSeconds) }, tx);
        });
      } finally {
        await unlock(connection);
      }
    });

export type Admissions = ReturnType<typeof createAdmissions>;
