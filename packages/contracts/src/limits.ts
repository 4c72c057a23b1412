/** Longest title of a video, in characters (Unicode code units, as the database counts them). */
export const TITLE_MAX_CHARS = 200;
/** Longest description of a video, in characters. */
export const DESCRIPTION_MAX_CHARS = 5_000;
/** Longest search, in characters. */
export const SEARCH_MAX_CHARS = 100;
