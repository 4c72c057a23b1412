import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AdminConfig, connectDatabase, ensureDatabase, migrate } from '@kinora/database';
import { createTestDatabase, type TestDatabase, tempFolder } from '@kinora/testing';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
const GUIDE = new URL('../../docs/operating.md', import.meta.url);

let database: TestDatabase;
let admin: AdminConfig;
beforeEach(async () => {
  database = await createTestDatabase();
  admin = database.admin;
});
afterEach(() => database.drop());

/** Runs statements as the administrator, in the database of the test. @returns the rows of the last one */
async function asRoot(...statements: string[]): Promise<unknown[]> {
  const root = connectDatabase({ ...admin, DB_USER: admin.MYSQL_ROOT_USER, DB_PASS: admin.MYSQL_ROOT_PASSWORD });
  let rows: unknown[] = [];
  try {
    for (const statement of statements) ({ rows } = await sql.raw(statement).execute(root));
    return rows;
  } finally {
    await root.destroy();
  }
}

const emptied = () => asRoot(`DROP DATABASE ${admin.MYSQL_DATABASE}`, `CREATE DATABASE ${admin.MYSQL_DATABASE}`);

/** What the services' user may do, as it sees that itself. */
async function grants(password: string): Promise<string[]> {
  const db = connectDatabase({ ...database.config, DB_PASS: password });
  try {
    const { rows } = await sql<Record<string, string>>`SHOW GRANTS`.execute(db);
    return rows.flatMap((row) => Object.values(row)).map((grant) => grant.replace(/ IDENTIFIED BY .*/, ''));
  } finally {
    await db.destroy();
  }
}

const rowsOnly = () => [
  `GRANT USAGE ON *.* TO \`${admin.DB_USER}\`@\`%\``,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON \`${admin.MYSQL_DATABASE}\`.* TO \`${admin.DB_USER}\`@\`%\``,
];

describe('migrate', () => {
  it('has nothing to do the second time', async () => {
    expect(await migrate(admin, MIGRATIONS)).toEqual([]);
  });

  it('does the work once when several run at once', async () => {
    await emptied();
    const runs = await Promise.all([1, 2, 3].map(() => migrate(admin, MIGRATIONS)));
    expect(runs.filter((names) => names.length > 0)).toEqual([
      (await readdir(MIGRATIONS)).map((file) => path.parse(file).name).sort(),
    ]);
    expect(await database.db.selectFrom('video_overview').selectAll().execute()).toEqual([]);
  });

  it('stops at the one that fails, keeps those before it, and goes on from there', async () => {
    await emptied();
    const folder = await tempFolder();
    const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
    await write('0001_create_one.sql', 'CREATE TABLE one (id INT)');
    await write('0002_create_two.sql', 'CREATE TABEL two (id INT)');
    await expect(migrate(admin, folder)).rejects.toThrow(/syntax/);
    await write('0002_create_two.sql', 'CREATE TABLE two (id INT)');
    expect(await migrate(admin, folder)).toEqual(['0002_create_two']);
  });
});

it('the guide to restoring names as many triggers as there are', async () => {
  const [, told] = /this has to say (\d+):/.exec(await readFile(GUIDE, 'utf8')) ?? [];
  const count = `SELECT COUNT(*) AS triggers FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '${admin.MYSQL_DATABASE}'`;
  expect(await asRoot(count)).toEqual([{ triggers: Number(told) }]);
});

describe('the user of the services', () => {
  it('may read and write rows, and nothing else', async () => {
    expect(await grants(admin.DB_PASS)).toEqual(rowsOnly());
  });

  it('loses what it was granted beyond that, and gets a changed password', async () => {
    await asRoot(`GRANT ALL PRIVILEGES ON *.* TO '${admin.DB_USER}'@'%' WITH GRANT OPTION`);
    await ensureDatabase({ ...admin, DB_PASS: 'another-password' });
    expect(await grants('another-password')).toEqual(rowsOnly());
    await expect(grants(admin.DB_PASS)).rejects.toThrow(/Access denied/);
  });
});
