/** SHA-256 whose state can be kept between two processes. */
export interface Sha256 {
  /** @param state of what came before; null at the beginning. @returns the state after these bytes */
  append(state: Buffer | null, bytes: Buffer): Promise<Buffer>;
  /** @returns the hash in hex */
  digest(state: Buffer): Promise<string>;
}
