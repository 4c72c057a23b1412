/** Inclusive positions, as in HTTP. An empty range, of an empty object, has `last` -1. */
export interface ByteRange {
  first: number;
  last: number;
}

export type RangeChoice = { kind: 'whole' } | ({ kind: 'part' } & ByteRange) | { kind: 'unsatisfiable' };

const WHOLE: RangeChoice = { kind: 'whole' };
const UNSATISFIABLE: RangeChoice = { kind: 'unsatisfiable' };
const SINGLE_RANGE = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i;

export const wholeRange = (sizeBytes: number): ByteRange => ({ first: 0, last: sizeBytes - 1 });

export const rangeLength = ({ first, last }: ByteRange): number => last - first + 1;

/**
 * What a Range header asks for (RFC 9110 section 14.1.2). A header that makes no sense is ignored, as the RFC allows, and so
 * are several ranges at once, which no player needs.
 */
export function chooseRange(header: string | undefined, sizeBytes: number): RangeChoice {
  const match = header === undefined ? null : SINGLE_RANGE.exec(header);
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return WHOLE;
  if (first === '') return suffixRange(Number(last), sizeBytes);
  if (last !== '' && Number(last) < Number(first)) return WHOLE;
  if (Number(first) >= sizeBytes) return UNSATISFIABLE;
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  return { kind: 'part', first: Number(first), last: end };
}

/** An empty object has no part that Content-Range could name, so all of it is sent. */
function suffixRange(lengthBytes: number, sizeBytes: number): RangeChoice {
  if (lengthBytes === 0) return UNSATISFIABLE;
  if (sizeBytes === 0) return WHOLE;
  return { kind: 'part', first: Math.max(0, sizeBytes - lengthBytes), last: sizeBytes - 1 };
}
