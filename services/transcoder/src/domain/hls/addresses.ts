import path from 'node:path/posix';

const ATTRIBUTE = /^#EXT[^\n]*[:,]URI="([^"\n]+)"/gm;
const LINE = /^(?!#)(.+)$/gm;

/**
 * Keys of everything that a playlist names (RFC 8216 section 4.1: lines that are no tags, and URI attributes).
 * @param key of the playlist
 */
export function keysNamedIn(text: string, key: string): string[] {
  const addresses = [...text.matchAll(ATTRIBUTE), ...text.matchAll(LINE)].map(([, address]) => String(address).trim());
  return addresses.filter((address) => address !== '').map((address) => path.join(path.dirname(key), address));
}
