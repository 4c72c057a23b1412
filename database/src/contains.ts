import { sql } from 'kysely';

/** Stands before a character that LIKE would otherwise take for a wildcard. */
const ESCAPE = '!';

const containsPattern = (text: string): string => `%${text.replace(/[!%_]/g, (char) => ESCAPE + char)}%`;

/** True where a column holds the text anywhere, each of its characters standing for itself. Case and accents do not matter. */
export const contains = (column: string, text: string) =>
  sql<boolean>`${sql.ref(column)} LIKE ${containsPattern(text)} ESCAPE ${ESCAPE}`;
