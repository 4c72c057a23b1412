import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult } from 'kysely';
import type { Pool, PoolConnection, QueryError } from 'mysql2';

const TIMED_OUT = 'PROTOCOL_SEQUENCE_TIMEOUT';
const LOST = 'PROTOCOL_CONNECTION_LOST';

/** mysql2 gives no code to what is asked on a connection that died since it was taken from the pool. */
const withCode = (error: QueryError | null) =>
  error?.fatal && !error.code ? Object.assign(error, { code: LOST }) : error;

/**
 * A connection whose queries fail when they take too long. The answer to such a query may still come, so the connection is
 * closed, and whatever is asked on it after that (the end of a transaction) fails for the same reason.
 */
function impatient(connection: PoolConnection, queryTimeoutMs: number): MysqlPoolConnection {
  let timedOut: QueryError | undefined;
  const query = (sql: string, values: unknown[], callback: (error: unknown, result: MysqlQueryResult) => void) => {
    if (timedOut) return callback(timedOut, []);
    connection.query({ sql, values, timeout: queryTimeoutMs }, (raw, result) => {
      const error = withCode(raw);
      if (error?.code === TIMED_OUT) {
        timedOut = error;
        connection.destroy();
      }
      callback(error, result as MysqlQueryResult);
    });
  };
  return { query: query as MysqlPoolConnection['query'], release: () => connection.release() };
}

/** A pool for a server that may be there and silent: no query waits longer than this. It does not stream. */
export const createImpatientPool = (pool: Pool, queryTimeoutMs: number): MysqlPool => ({
  getConnection(callback) {
    pool.getConnection((error, connection) =>
      callback(error, error ? (undefined as never) : impatient(connection, queryTimeoutMs)),
    );
  },
  end: (callback) => pool.end(callback),
});
