import type { Database, Schema } from '@kinora/database';
import type { Transaction } from 'kysely';

export type Tx = Transaction<Schema>;

const MAX_TRIES = 5;
/** MariaDB has undone the whole transaction, so that another one could go on (InnoDB, deadlock detection). */
const isDeadlock = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'ER_LOCK_DEADLOCK';

/**
 * Does work in the transaction that it is called in, or in one of its own. The work touches nothing but the database: it is done
 * again when it met another one that locks the same rows in another order.
 */
export async function inTransaction<Result>(db: Database, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  if (db.isTransaction) return work(db as Tx);
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!isDeadlock(error) || tries === MAX_TRIES) throw error;
    }
  }
}
