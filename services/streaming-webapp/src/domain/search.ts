/** The longest search, in characters. */
export const SEARCH_MAX_CHARS = 100;
/** Stands before a character that LIKE would otherwise take for a wildcard. */
export const LIKE_ESCAPE = '!';

/** A LIKE pattern that finds a text anywhere, each of its characters standing for itself. */
export const containsPattern = (text: string): string => `%${text.replace(/[!%_]/g, (char) => LIKE_ESCAPE + char)}%`;
