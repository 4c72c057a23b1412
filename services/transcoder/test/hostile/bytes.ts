export const zeros = (count: number): Buffer => Buffer.alloc(count);

/** A number in `bytes` bytes, the most significant one first. */
export function bigEndian(value: number, bytes: 2 | 4): Buffer {
  const written = Buffer.alloc(bytes);
  written.writeUIntBE(value, 0, bytes);
  return written;
}

/** A number in `bytes` bytes, the least significant one first. */
export function littleEndian(value: number, bytes: 2 | 4): Buffer {
  const written = Buffer.alloc(bytes);
  written.writeUIntLE(value, 0, bytes);
  return written;
}
