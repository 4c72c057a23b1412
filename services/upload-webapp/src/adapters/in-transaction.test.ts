import { createTestDatabase, type TestDatabase } from '@kinora/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction, type Tx } from './in-transaction.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const values = ['a', 'b'].map((key) => ({ object_key: key, remove_after: new Date('2030-01-01T00:00:00Z') }));
  await database.db.insertInto('unwanted_objects').values(values).execute();
});
afterAll(() => database?.drop());

const oneDayLater = (tx: Tx, key: string) =>
  sql`UPDATE unwanted_objects SET remove_after = remove_after + INTERVAL 1 DAY WHERE object_key = ${key}`.execute(tx);

it('does again what met another transaction that locks the same rows in another order', async () => {
  let tries = 0;
  let held = 0;
  let meet = () => {};
  const bothHoldARow = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const changeBoth = (first: string, second: string) =>
    inTransaction(database.db, async (tx) => {
      tries++;
      await oneDayLater(tx, first);
      held++;
      if (held === 2) meet();
      await bothHoldARow;
      await oneDayLater(tx, second);
    });

  await Promise.all([changeBoth('a', 'b'), changeBoth('b', 'a')]);
  expect(tries).toBe(3);
  const rows = await database.db.selectFrom('unwanted_objects').select('remove_after').execute();
  expect(rows.map(({ remove_after }) => remove_after.toISOString())).toEqual(Array(2).fill('2030-01-03T00:00:00.000Z'));
});
