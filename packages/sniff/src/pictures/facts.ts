/** What the headers of a picture say. */
export interface PictureFacts {
  format: 'jpeg' | 'png' | 'webp';
  /** In pixels, as stored; 0 where the file does not say. */
  width: number;
  height: number;
  isAnimated: boolean;
  /** False when bytes are missing at its end. */
  isWhole: boolean;
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const asciiAt = (bytes: Uint8Array, at: number, chars: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + chars));
