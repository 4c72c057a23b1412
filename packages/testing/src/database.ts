import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import {
  type AdminConfig,
  connectDatabase,
  type Database,
  type DatabaseConfig,
  ensureDatabase,
  migrate,
} from '@kinora/database';
import { sql } from 'kysely';
import { serverAccess } from './access.js';

const MIGRATIONS = fileURLToPath(new URL('../../../database/migrations', import.meta.url));

export interface TestDatabase {
  /** Connected as the services are: a user who may read and write rows. */
  db: Database;
  config: DatabaseConfig;
  /** The administrator's access to the same database. */
  admin: AdminConfig;
  /** Closes `db`, then removes the database and its user. */
  drop(): Promise<void>;
}

/** A database of its own, empty, with every migration done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await serverAccess('mariadb');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const config: DatabaseConfig = {
    DB_HOST: server.host,
    DB_PORT: server.port,
    DB_USER: name,
    DB_PASS: randomBytes(12).toString('hex'),
    MYSQL_DATABASE: name,
  };
  const admin = { ...config, MYSQL_ROOT_USER: server.rootUser, MYSQL_ROOT_PASSWORD: server.rootPassword };
  await ensureDatabase(admin);
  await migrate(admin, MIGRATIONS);
  const db = connectDatabase(config);
  return { db, config, admin, drop: () => drop(db, admin) };
}

async function drop(db: Database, admin: AdminConfig): Promise<void> {
  await db.destroy();
  const root = connectDatabase({ ...admin, DB_USER: admin.MYSQL_ROOT_USER, DB_PASS: admin.MYSQL_ROOT_PASSWORD });
  await sql.raw(`DROP DATABASE IF EXISTS ${admin.MYSQL_DATABASE}`).execute(root);
  await sql.raw(`DROP USER IF EXISTS '${admin.DB_USER}'@'%'`).execute(root);
  await root.destroy();
}
