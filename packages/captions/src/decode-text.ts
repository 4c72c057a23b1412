import { CaptionFault } from './caption-fault.js';

/** From byte 0x80 on; all else stands for itself. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const FIRST_OF_WINDOWS_1252 = 0x80;

/** Node takes Windows-1252 for Latin 1, which has no quotes and dashes. */
const decodeWindows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (byte) => WINDOWS_1252[byte.charCodeAt(0) - FIRST_OF_WINDOWS_1252] ?? byte);

function decode(bytes: Uint8Array, charset: string): string {
  const decoder = new TextDecoder(charset, { fatal: true });
  return decoder.encoding === 'windows-1252' ? decodeWindows1252(bytes) : decoder.decode(bytes);
}

/** UTF-16 by its byte order mark, or without one by its first character, which in captions is one of ASCII. */
function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if ((first === 0xff && second === 0xfe) || (first && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second)) return 'utf-16be';
  return undefined;
}

const HEAD_BYTES = 1_024;

/** What the first lines seem to say, in whatever encoding. */
export const beginningOf = (bytes: Uint8Array): string =>
  new TextDecoder(utf16Of(bytes) ?? 'utf-8').decode(bytes.subarray(0, HEAD_BYTES));

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    decode(bytes, 'utf-8');
    return true;
  } catch {
    return false;
  }
};

const LINE_FEED = 10;

function firstBrokenLine(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(LINE_FEED, from);
    const to = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(from, to))) return line;
    from = to;
  }
  return line;
}

function decodeAs(bytes: Uint8Array, charset: string): string {
  try {
    return decode(bytes, charset);
  } catch (error) {
    const isUnknown = error instanceof RangeError;
    throw new CaptionFault(
      'encoding',
      isUnknown ? `The encoding “${charset}” is not known here.` : `The file is not in the encoding ${charset}.`,
    );
  }
}

/**
 * Reads UTF-8 and UTF-16, which tell themselves. Of the older encodings each is any other's nonsense, so they are taken by their
 * name alone (https://encoding.spec.whatwg.org/#names-and-labels), and never guessed.
 * @throws CaptionFault `encoding`
 */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  const utf16 = utf16Of(bytes);
  if (utf16) return decodeAs(bytes, utf16);
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) return decodeAs(bytes, charset);
  if (isUtf8(bytes)) return decode(bytes, 'utf-8');
  const line = firstBrokenLine(bytes);
  throw new CaptionFault(
    'encoding',
    'The file is not in UTF-8. Save it as UTF-8 in the program that made it, or say which older encoding it has.',
    [{ line, detail: 'There are bytes here that are no UTF-8.' }],
  );
}
