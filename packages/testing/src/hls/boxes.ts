/** Bytes of a box that stand before the boxes in it (ISO/IEC 14496-12, 8.5.2 and 12; ISO/IEC 14496-14, 5.6). */
const BEFORE_CHILDREN: Record<string, number> = { stsd: 8, avc1: 78, mp4a: 28 };
const HEADER_BYTES = 8;

export interface Box {
  type: string;
  /** Where it begins in the bytes that were looked through. */
  at: number;
  body: Buffer;
}

/** The boxes of a file or of the body of a box, in order (ISO/IEC 14496-12, 4.2). */
export function boxesIn(data: Buffer): Box[] {
  const found: Box[] = [];
  for (let at = 0; at + HEADER_BYTES <= data.length; ) {
    const size = data.readUInt32BE(at);
    if (size < HEADER_BYTES || at + size > data.length) throw new Error(`a box of ${size} bytes at ${at} does not fit`);
    const type = data.toString('latin1', at + 4, at + HEADER_BYTES);
    found.push({ type, at, body: data.subarray(at + HEADER_BYTES, at + size) });
    at += size;
  }
  return found;
}

/** The bodies of all boxes at the end of a path such as `moov/trak/mdia`. */
export function bodiesAt(data: Buffer, path: string): Buffer[] {
  const [first = '', ...rest] = path.split('/');
  const bodies = boxesIn(data).flatMap(({ type, body }) => (type === first ? [body] : []));
  if (rest.length === 0) return bodies;
  return bodies.flatMap((body) => bodiesAt(body.subarray(BEFORE_CHILDREN[first] ?? 0), rest.join('/')));
}
