import { sql } from 'kysely';

/** The database's clock: replicas may differ in theirs. */
export const now = () => sql<Date>`UTC_TIMESTAMP(3)`;

export const before = (seconds: number) => sql<Date>`UTC_TIMESTAMP(3) - INTERVAL ${seconds} SECOND`;
