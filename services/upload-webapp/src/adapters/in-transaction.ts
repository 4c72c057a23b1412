import type { Database, Schema } from '@kinora/database';
import type { Transaction } from 'kysely';

export type Tx = Transaction<Schema>;

/** Does work in the transaction that it is called in, or in one of its own. */
export const inTransaction = <Result>(db: Database, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  db.isTransaction ? work(db as Tx) : db.transaction().execute(work);
