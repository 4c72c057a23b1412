import type { PartMemory } from './part-memory.js';

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
  readonly #memory: PartMemory;
  #offsetBytes: number;
  #filling: Buffer | undefined;
  #filledBytes = 0;

  /** @param offsetBytes where the first part begins: a whole number of parts */
  constructor(offsetBytes: number, cut: Cut, memory: PartMemory) {
    this.#offsetBytes = offsetBytes;
    this.#cut = cut;
    this.#memory = memory;
  }

  /** The parts that become whole by these bytes. The file must not become longer than it is. */
  *add(bytes: Buffer): Generator<Part> {
    for (let at = 0; at < bytes.length; ) {
      this.#filling ??= this.#memory.take(this.#cut.partSizeBytes);
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
    this.#memory.giveBack(Buffer.from(bytes.buffer));
  }

  /** Gives back the memory of the part that was being filled. Nothing can be added after that. */
  close(): void {
    if (this.#filling) this.#memory.giveBack(this.#filling);
    this.#filling = undefined;
    this.#filledBytes = 0;
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
