import { fileTypeFromBuffer } from 'file-type';
import { CONTAINER_BY_EXTENSION, type Container, DEMUXERS, type Demuxer } from './containers.js';
import { containerByMagic } from './magic.js';
import { isHtml, isText } from './text.js';

export { type Container, DEMUXERS, type Demuxer } from './containers.js';
export { type PictureFacts, sniffPicture } from './pictures/index.js';

/** Bytes from the start of a file that `sniffContainer` looks at; a shorter file is given whole. */
export const SNIFF_BYTES = 4_100;

export type RejectedAs = 'empty' | 'text' | 'html' | 'archive' | 'image' | 'document' | 'unknown';
export type Sniffed = { container: Container; demuxer: Demuxer; rejected?: never } | { rejected: RejectedAs };

const ARCHIVES =
  /^application\/(zip|gzip|x-(tar|gzip|bzip2|7z-compressed|rar-compressed|xz|lzip|compress|unix-archive)|zstd|vnd\.(rar|ms-cab-compressed))/;
const ZIP_START = [0x50, 0x4b];

const rejectedBy = (mime: string): RejectedAs => {
  if (mime.startsWith('image/')) return 'image';
  if (ARCHIVES.test(mime)) return 'archive';
  return mime.startsWith('application/') || mime.startsWith('text/') ? 'document' : 'unknown';
};

const accepted = (container: Container): Sniffed => ({ container, demuxer: DEMUXERS[container] });

/**
 * Tells what a file is from its first bytes, never from its name. Only containers of a closed list are accepted; text of any
 * kind never is, because to ffmpeg a playlist or a script is an order to open other things.
 * @param head the first SNIFF_BYTES bytes; more are ignored
 */
export async function sniffContainer(head: Uint8Array): Promise<Sniffed> {
  const bytes = head.subarray(0, SNIFF_BYTES);
  if (bytes.length === 0) return { rejected: 'empty' };
  if (isText(bytes)) return { rejected: isHtml(bytes) ? 'html' : 'text' };
  if (ZIP_START.every((byte, at) => bytes[at] === byte)) return { rejected: 'archive' };
  const own = containerByMagic(bytes);
  if (own) return accepted(own);
  const known = await fileTypeFromBuffer(bytes);
  if (!known) return { rejected: 'unknown' };
  const container = CONTAINER_BY_EXTENSION[known.ext];
  return container ? accepted(container) : { rejected: rejectedBy(known.mime) };
}
