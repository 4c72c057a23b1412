/** Longest title of a video, in characters (Unicode code units, as the database counts them). */
export const TITLE_MAX_CHARS = 200;
/** Longest description of a video, in characters. */
export const DESCRIPTION_MAX_CHARS = 5_000;
/** Most tags of a video, and the longest of them, in characters. */
export const TAGS_MAX = 20;
export const TAG_MAX_CHARS = 50;
/** Longest search, in characters. */
export const SEARCH_MAX_CHARS = 100;
/** Longest name of captions, in characters. */
export const CAPTION_LABEL_MAX_CHARS = 80;
