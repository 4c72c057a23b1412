import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Kysely, type Migration, Migrator, MysqlDialect, sql } from 'kysely';
import { createPool } from 'mysql2';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

/** The administrator's access, which only the one-shot migration step has. */
export interface AdminConfig {
  DB_HOST: string;
  DB_PORT: number;
  MYSQL_ROOT_USER: string;
  MYSQL_ROOT_PASSWORD: string;
  MYSQL_DATABASE: string;
  DB_USER: string;
  DB_PASS: string;
}

const MIGRATION_FILE = /^(\d{4}_[a-z0-9_]+)\.sql$/;

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => MIGRATION_FILE.test(file));
  const entries = files.map(async (file) => {
    const text = await readFile(path.join(folder, file), 'utf8');
    const migration: Migration = { up: async (db) => void (await sql.raw(text).execute(db)) };
    return [file.replace(/\.sql$/, ''), migration] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const adminOptions = (config: AdminConfig) => ({
  host: config.DB_HOST,
  port: config.DB_PORT,
  user: config.MYSQL_ROOT_USER,
  password: config.MYSQL_ROOT_PASSWORD,
  connectTimeout: 3_000,
});

/**
 * Makes the database and the services' user, who may read and write rows and nothing else.
 * Running it again sets the password anew, so that a changed DB_PASS takes effect.
 */
export async function ensureDatabase(config: AdminConfig): Promise<void> {
  const admin = await createConnection(adminOptions(config));
  try {
    const database = admin.escapeId(config.MYSQL_DATABASE);
    const user = `${admin.escape(config.DB_USER)}@'%'`;
    await admin.query(`CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci`);
    await admin.query(`CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY ${admin.escape(config.DB_PASS)}`);
    await admin.query(`ALTER USER ${user} IDENTIFIED BY ${admin.escape(config.DB_PASS)}`);
    const [grants] = await admin.query<RowDataPacket[]>(`SHOW GRANTS FOR ${user}`);
    const wider = grants.some((row) => /ALL PRIVILEGES/.test(String(Object.values(row)[0])));
    if (wider) await admin.query(`REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${user}`);
    await admin.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${database}.* TO ${user}`);
  } finally {
    await admin.end();
  }
}

/**
 * Runs every migration that has not run yet, in the order of the names, under a lock: of several at once one does the work.
 * @returns the names of those that ran
 * @throws the error of the first that failed; those before it stay done
 */
export async function migrate(config: AdminConfig, folder: string): Promise<string[]> {
  const pool = createPool({ ...adminOptions(config), database: config.MYSQL_DATABASE, multipleStatements: true });
  const db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool }) });
  try {
    const provider = { getMigrations: () => readMigrations(folder) };
    const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
    if (error) throw error;
    return results.map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
