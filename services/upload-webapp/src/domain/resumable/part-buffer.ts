import type { BufferPool } from '@kinora/service-kit';

/** Some bytes of a file on their way to the store. */
export interface Part {
  /** From 1 on, as S3 counts. */
  number: number;
  /** Where it begins in the file. */
  offsetBytes: number;
  bytes: Buffer;
}

interface Cut {
  fileBytes: number;
  partSizeBytes: number;
}

/**
 * Cuts the bytes of a file into parts of one size; the last one may be smaller. It holds no more than the part that is being
 * filled.
 */
export class PartBuffer {
  readonly #cut: Cut;
  readonly #memory: BufferPool;
  #offsetBytes: number;
  readonly #taken = new Map<ArrayBufferLike, Buffer>();
  #onRelease = () => {};
  #filling: Buffer | undefined;
  #filledBytes = 0;

  /** @param offsetBytes where the first part begins: a whole number of parts */
  constructor(offsetBytes: number, cut: Cut, memory: BufferPool) {
    this.#offsetBytes = offsetBytes;
    this.#cut = cut;
    this.#memory = memory;
  }

  /** The parts that become whole by these bytes. The file must not become longer than it is. It waits for memory. */
  async *add(bytes: Buffer): AsyncGenerator<Part> {
    for (let at = 0; at < bytes.length; ) {
      this.#filling ??= await this.#takeMemory();
      const takenBytes = bytes.copy(this.#filling, this.#filledBytes, at, at + this.#wholeBytes - this.#filledBytes);
      this.#filledBytes += takenBytes;
      at += takenBytes;
      if (this.#filledBytes === this.#wholeBytes) yield this.#take();
    }
  }

  /** Where the part begins that is being filled. */
  get offsetBytes(): number {
    return this.#offsetBytes;
  }

  /** What is there of a part that is not whole. */
  get rest(): Buffer {
    return this.#filling?.subarray(0, this.#filledBytes) ?? Buffer.alloc(0);
  }

  /** Gives back the memory of a part that nobody reads any more. */
  release({ bytes }: Part): void {
    const memory = this.#taken.get(bytes.buffer);
    if (memory && this.#taken.delete(bytes.buffer)) this.#memory.giveBack(memory);
    this.#onRelease();
  }

  /** Gives back all memory, once nobody reads any part. Nothing can be added after that. */
  close(): void {
    for (const memory of this.#taken.values()) this.#memory.giveBack(memory);
    this.#taken.clear();
    this.#filling = undefined;
    this.#filledBytes = 0;
  }

  /** As long as parts of this file are on their way it can wait for them; without any it has its turn among the others. */
  async #takeMemory(): Promise<Buffer> {
    const sizeBytes = this.#cut.partSizeBytes;
    let memory: Buffer | undefined;
    while (!memory && this.#taken.size > 0) {
      memory = this.#memory.takeSpare(sizeBytes);
      if (!memory) await this.#oneReleased();
    }
    memory ??= await this.#memory.take(sizeBytes);
    this.#taken.set(memory.buffer, memory);
    return memory;
  }

  #oneReleased(): Promise<void> {
    return new Promise((resolve) => {
      this.#onRelease = resolve;
    });
  }

  get #wholeBytes(): number {
    return Math.min(this.#cut.partSizeBytes, this.#cut.fileBytes - this.#offsetBytes);
  }

  #take(): Part {
    const part = {
      number: this.#offsetBytes / this.#cut.partSizeBytes + 1,
      offsetBytes: this.#offsetBytes,
      bytes: this.rest,
    };
    this.#offsetBytes += part.bytes.length;
    this.#filling = undefined;
    this.#filledBytes = 0;
    return part;
  }
}
