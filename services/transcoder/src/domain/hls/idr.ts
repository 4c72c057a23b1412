const SLICE = 1;
const IDR_SLICE = 5;
const NAL_TYPE = 0x1f;

/**
 * True when the first picture in a sample is one before which a decoder forgets everything (ITU-T H.264, 7.4.1.2.4), so that
 * players may begin there. Files mark others as key frames too: those of an open GOP, from which on a picture recovers.
 * @param head the bytes that a sample begins with
 * @param lengthBytes that tell the length of each NAL unit
 */
export function beginsWithIdr(head: Buffer, lengthBytes: number): boolean {
  for (let at = 0; at + lengthBytes < head.length; ) {
    const type = (head[at + lengthBytes] ?? 0) & NAL_TYPE;
    if (type >= SLICE && type <= IDR_SLICE) return type === IDR_SLICE;
    at += lengthBytes + head.readUIntBE(at, lengthBytes);
  }
  return false;
}
