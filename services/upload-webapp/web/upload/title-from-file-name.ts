import { TITLE_MAX_CHARS } from '@kinora/contracts';

/** A video needs a title, and some names have nothing to read in them. */
const NAMELESS = 'Untitled';
const EXTENSION = /\.[\p{L}\p{N}]{1,5}$/u;
/** Control characters, and those that turn the direction of the text after them. */
const UNREADABLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;
/** A dot between digits belongs to a number or a date. */
const SEPARATORS = /(?<!\d)\.|\.(?!\d)|[_\s]/g;
const HALF_A_CHARACTER = /[\ud800-\udbff]$/;

/** `My_holiday.final.mp4` gives "My holiday final". Composed (NFC): some systems keep names in pieces. */
export const titleFromFileName = (fileName: string): string =>
  fileName
    .normalize('NFC')
    .replace(UNREADABLE, ' ')
    .trim()
    .replace(EXTENSION, '')
    .replace(SEPARATORS, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, TITLE_MAX_CHARS)
    .replace(HALF_A_CHARACTER, '') || NAMELESS;
