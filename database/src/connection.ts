import { Kysely, MysqlDialect } from 'kysely';
import { createPool } from 'mysql2';
import { z } from 'zod';
import { createImpatientPool } from './impatient-pool.js';
import type { Schema } from './schema.js';

const QUERY_TIMEOUT_MS = 10_000;

/** What a service needs to reach MariaDB. */
export const databaseConfig = {
  DB_HOST: z.string().default('mariadb'),
  DB_PORT: z.coerce.number().int().default(3306),
  DB_USER: z.string(),
  DB_PASS: z.string().min(1),
  MYSQL_DATABASE: z.string().default('video_db'),
  /** A server that has not answered by then counts as away. */
  DB_QUERY_TIMEOUT_MS: z.coerce.number().int().positive().default(QUERY_TIMEOUT_MS),
};

type Configured = z.infer<z.ZodObject<typeof databaseConfig>>;
export type DatabaseConfig = Omit<Configured, 'DB_QUERY_TIMEOUT_MS'> & Partial<Configured>;
export type Database = Kysely<Schema>;

const CONNECT_TIMEOUT_MS = 3_000;
const POOL_CONNECTIONS = 10;

/**
 * Without it a statement that finds no row locks the gap where the row would be, and two that then insert into that gap wait for each
 * other (MariaDB, InnoDB lock modes). Whoever relies on what was read locks it.
 */
const ISOLATION = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';

/** A pool of connections that reconnects by itself. Times are UTC. Statements are single: a value can never become one. */
export function connectDatabase(config: DatabaseConfig): Database {
  const pool = createPool({
    host: config.DB_HOST,
    port: config.DB_PORT,
    user: config.DB_USER,
    password: config.DB_PASS,
    database: config.MYSQL_DATABASE,
    connectionLimit: POOL_CONNECTIONS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableKeepAlive: true,
    timezone: 'Z',
    charset: 'utf8mb4',
    multipleStatements: false,
  });
  const queryTimeoutMs = config.DB_QUERY_TIMEOUT_MS ?? QUERY_TIMEOUT_MS;
  // It comes before whatever is asked on the connection, which fails without it.
  pool.on('connection', (connection) =>
    connection.query({ sql: ISOLATION, timeout: queryTimeoutMs }, (error) => error && connection.destroy()),
  );
  const impatient = createImpatientPool(pool, queryTimeoutMs);
  return new Kysely<Schema>({ dialect: new MysqlDialect({ pool: impatient }) });
}
