interface BufferPoolOptions {
  /** For all that is in use at one moment. */
  totalBytes: number;
  /** Spare buffers are given only as long as no more than this is in use. */
  spareBytes?: number;
  allocate(sizeBytes: number): Buffer;
}

/** Large buffers that are used again and again, since garbage of that size piles up and is dear to collect. */
export interface BufferPool {
  /** Waits until there is room, in the order in which it is asked for: nothing smaller overtakes. */
  take(sizeBytes: number): Promise<Buffer>;
  /** For who could go on without it, only more slowly. Undefined while memory is short. */
  takeSpare(sizeBytes: number): Buffer | undefined;
  /** Nobody may read it any more. */
  giveBack(buffer: Buffer): void;
}

/** Shares so many bytes of memory out. What lies idle gives way to what is wanted. */
export function createBufferPool({ totalBytes, spareBytes = totalBytes, allocate }: BufferPoolOptions): BufferPool {
  const idle: Buffer[] = [];
  const waiting: { sizeBytes: number; resolve(buffer: Buffer): void }[] = [];
  let usedBytes = 0;
  let idleBytes = 0;

  function takeIdle(at: number): Buffer | undefined {
    const [buffer] = idle.splice(at, 1);
    idleBytes -= buffer?.length ?? 0;
    return buffer;
  }

  function hand(sizeBytes: number): Buffer {
    const at = idle.findIndex(({ length }) => length === sizeBytes);
    const again = at < 0 ? undefined : takeIdle(at);
    usedBytes += sizeBytes;
    while (usedBytes + idleBytes > totalBytes && idle.length > 0) takeIdle(0);
    return again ?? allocate(sizeBytes);
  }

  function serve(): void {
    for (let next = waiting[0]; next && usedBytes + next.sizeBytes <= totalBytes; next = waiting[0]) {
      waiting.shift();
      next.resolve(hand(next.sizeBytes));
    }
  }

  return {
    take: (sizeBytes) =>
      new Promise((resolve) => {
        waiting.push({ sizeBytes, resolve });
        serve();
      }),
    takeSpare: (sizeBytes) =>
      waiting.length === 0 && usedBytes + sizeBytes <= spareBytes ? hand(sizeBytes) : undefined,
    giveBack(buffer) {
      usedBytes -= buffer.length;
      idle.push(buffer);
      idleBytes += buffer.length;
      serve();
    },
  };
}
