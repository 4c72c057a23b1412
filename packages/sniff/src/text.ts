/** Control characters that no text carries; tab, line ends, form feed and escape are left out. */
const isBinaryByte = (byte: number): boolean =>
  byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b) || byte === 0x0b || byte === 0x7f;

const startsWith = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);

/** UTF-16 and UTF-32 carry zero bytes; their byte order mark tells. MPEG audio never starts with these bytes: FF FE is layer I of a reserved kind. */
const hasWideByteOrderMark = (head: Uint8Array): boolean =>
  startsWith(head, 0xfe, 0xff) || startsWith(head, 0xff, 0xfe) || startsWith(head, 0, 0, 0xfe, 0xff);

/** True for text in any encoding: playlists, scripts, subtitles, session descriptions, markup. */
export const isText = (head: Uint8Array): boolean => hasWideByteOrderMark(head) || !head.some(isBinaryByte);

const HTML = /<(!doctype\s+html|html|head|body|script|title)[\s>]/i;

/** True for a page, such as the login page or the error message that a download tool saved under the name of a video. */
export const isHtml = (head: Uint8Array): boolean =>
  HTML.test(new TextDecoder('latin1').decode(head).replaceAll('\0', ''));
