import { connectDatabase, type Database } from '@kinora/database';
import { createTestDatabase, eventually, type TestDatabase } from '@kinora/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';

const TIMEOUT_MS = 2_000;
/** More than the pool has connections. */
const MANY = 15;

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connectDatabase({ ...database.config, DB_QUERY_TIMEOUT_MS: TIMEOUT_MS });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const sleep = (seconds: number) => sql<{ answer: number }>`SELECT SLEEP(${seconds}) AS answer`;
const TOO_SLOW = { code: 'PROTOCOL_SEQUENCE_TIMEOUT' };

it('waits for an answer for as long as is configured, and no longer', async () => {
  expect((await sleep(0.2).execute(db)).rows).toEqual([{ answer: 0 }]);
  const startedAt = performance.now();
  await expect(sleep(20).execute(db)).rejects.toMatchObject(TOO_SLOW);
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});

it('says so in a transaction too, which does not wait for the answer either', async () => {
  const startedAt = performance.now();
  const slow = db.transaction().execute(async (tx) => {
    await sql`SET @number = 1`.execute(tx);
    await sleep(20).execute(tx);
  });
  await expect(slow).rejects.toMatchObject(TOO_SLOW);
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});

it('never takes the late answer to one query for that of another', async () => {
  const slow = await Promise.allSettled(
    Array.from({ length: MANY }, () => sleep((2 * TIMEOUT_MS) / 1_000).execute(db)),
  );
  expect(slow.map(({ status }) => status)).toEqual(Array(MANY).fill('rejected'));
  const quick = Array.from({ length: MANY }, (_, number) => sql`SELECT ${number} AS number`.execute(db));
  const answers = (await Promise.all(quick)).map(({ rows: [row] }) => Number((row as { number: unknown }).number));
  expect(answers).toEqual([...Array(MANY).keys()]);
});

it('says that the connection was lost to whatever is asked on it after that', async () => {
  const lost = { code: 'PROTOCOL_CONNECTION_LOST' };
  await db.connection().execute(async (connection) => {
    const { rows } = await sql<{ id: number }>`SELECT CONNECTION_ID() AS id`.execute(connection);
    await sql`KILL CONNECTION ${sql.lit(rows[0]?.id ?? 0)}`.execute(db);
    await eventually(() => expect(sql`SELECT 1`.execute(connection)).rejects.toMatchObject(lost));
    await expect(sql`SELECT 1`.execute(connection)).rejects.toMatchObject(lost);
  });
});

it('locks no gaps on any of its connections', async () => {
  const asked = Array.from({ length: MANY }, () => sql`SELECT @@tx_isolation AS level, SLEEP(0.05)`.execute(db));
  const levels = (await Promise.all(asked)).map(({ rows: [row] }) => (row as { level: string }).level);
  expect(new Set(levels)).toEqual(new Set(['READ-COMMITTED']));
});
