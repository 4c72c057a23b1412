const IDLE_MAX = 4;

/** Memory for parts, used again and again: parts are large, and garbage of that size would pile up. */
export interface PartMemory {
  take(sizeBytes: number): Buffer;
  /** Nobody may read it any more. */
  giveBack(memory: Buffer): void;
}

/** The memory is shared, so that another thread can hash it without a copy. */
export function createPartMemory(): PartMemory {
  const idle: Buffer[] = [];
  return {
    take(sizeBytes) {
      const at = idle.findIndex(({ length }) => length === sizeBytes);
      const [memory] = at < 0 ? [] : idle.splice(at, 1);
      return memory ?? Buffer.from(new SharedArrayBuffer(sizeBytes));
    },
    giveBack(memory) {
      if (idle.length === IDLE_MAX) idle.shift();
      idle.push(memory);
    },
  };
}
