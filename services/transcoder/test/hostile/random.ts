/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** From 0 to below `bound`. */
  below(bound: number): number;
  bytes(count: number): Buffer;
}

/** mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { below, bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))) };
}
