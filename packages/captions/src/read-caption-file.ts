import { CaptionFault } from './caption-fault.js';
import { formatOf } from './caption-format.js';
import type { Cue } from './cue.js';
import { beginningOf, decodeText } from './decode-text.js';
import { type CaptionLimits, normalized, readCaptions } from './read-captions.js';

interface CaptionFileOptions extends CaptionLimits {
  /** The encoding, where the one who sent the file named it. */
  charset?: string | undefined;
}

/**
 * Reads a file that somebody chose, whatever it is.
 * @throws CaptionFault that says in words, and where it can in which lines, what is wrong
 */
export function readCaptionFile(bytes: Uint8Array, { charset, ...limits }: CaptionFileOptions): Cue[] {
  if (bytes.length === 0) throw new CaptionFault('not-captions', 'The file is empty.');
  if (!formatOf(normalized(beginningOf(bytes))))
    throw new CaptionFault('not-captions', 'It begins neither like WebVTT nor like SubRip (SRT).');
  return readCaptions(decodeText(bytes, charset), limits);
}
