import type { Random } from './random.js';

/** What happens to files on bad disks, in broken downloads and in the hands of fuzzers. */
export type Damage = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const HEAD_BYTES = 600;

/** A piece that is no longer than a part of the whole, from its start to its end. */
function piece(bytes: Buffer, random: Random, part = 8): [start: number, end: number] {
  const length = 1 + random.below(bytes.length / part);
  const start = random.below(bytes.length - length);
  return [start, start + length];
}

function flip(bytes: Buffer, random: Random, count: number, below: number): Buffer {
  const flipped = Buffer.from(bytes);
  for (let done = 0; done < count; done++) {
    const at = random.below(below);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
  }
  return flipped;
}

function replaced(bytes: Buffer, [start, end]: [number, number], by: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(end)]);
}

export const DAMAGES: Record<string, Damage> = {
  'bits are flipped': (bytes, random) => flip(bytes, random, 1 + random.below(200), bytes.length),
  'bits are flipped at the start': (bytes, random) => flip(bytes, random, 1 + random.below(20), HEAD_BYTES),
  'a piece is missing': (bytes, random) => replaced(bytes, piece(bytes, random), Buffer.alloc(0)),
  'a piece is zeros': (bytes, random) => {
    const [start, end] = piece(bytes, random);
    return replaced(bytes, [start, end], Buffer.alloc(end - start));
  },
  'a piece is noise': (bytes, random) => {
    const [start, end] = piece(bytes, random, 40);
    return replaced(bytes, [start, end], random.bytes(end - start));
  },
  'the end is missing': (bytes, random) => bytes.subarray(0, 1 + random.below(bytes.length - 1)),
  'the start is missing': (bytes, random) => bytes.subarray(random.below(bytes.length / 4)),
  'a piece is there twice': (bytes, random) => {
    const [start, end] = piece(bytes, random);
    return replaced(bytes, [end, end], bytes.subarray(start, end));
  },
  'two pieces have changed places': (bytes, random) => {
    const [start, end] = piece(bytes, random, 4);
    const middle = Math.floor((start + end) / 2);
    return replaced(bytes, [start, end], Buffer.concat([bytes.subarray(middle, end), bytes.subarray(start, middle)]));
  },
  'it goes on as another file': (bytes, random, other) => {
    const at = random.below(Math.min(bytes.length, other.length));
    return Buffer.concat([bytes.subarray(0, at), other.subarray(at)]);
  },
};
