import type { Database } from '@kinora/database';
import { createTestDatabase, type TestDatabase } from '@kinora/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAdmissions } from './admissions.js';

const LOCK = sql`CONCAT(DATABASE(), '.admission')`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const admissions = (db: Database = database.db, waitMs = 100) => createAdmissions(db, { reserveSeconds: 60, waitMs });
const letIn = async () => undefined;

/** The database, whose answer is lost when a lock is given back. */
function breaking(db: Database): Database {
  const lost = new WeakSet<object>();
  return db.withPlugin({
    transformQuery({ node, queryId }) {
      if (node.kind === 'RawNode' && node.sqlFragments.join('').includes('RELEASE_LOCK')) lost.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      if (lost.has(queryId)) throw new Error('the connection was lost');
      return result;
    },
  });
}

it('says why a file is not let in while another one takes too long, long before the database counts as away', async () => {
  await database.db.connection().execute(async (other) => {
    await sql`SELECT GET_LOCK(${LOCK}, 0)`.execute(other);
    await expect(admissions()('alice', letIn)).rejects.toMatchObject({
      code: 'service-unavailable',
      detail: 'The studio is still taking in other files at the moment. Please try again in a few seconds.',
    });
    await sql`DO RELEASE_LOCK(${LOCK})`.execute(other);
  });
  await expect(admissions()('alice', letIn)).resolves.toBeUndefined();
});

it('tells what went wrong first, and what went well, whatever becomes of the lock', async () => {
  const refusal = new Error('over the quota');
  const admitted = admissions(breaking(database.db));
  await expect(admitted('alice', () => Promise.reject(refusal))).rejects.toBe(refusal);
  await expect(admitted('alice', letIn)).resolves.toBeUndefined();
});
