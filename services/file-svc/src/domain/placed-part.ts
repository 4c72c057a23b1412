import { type PartPlace, partsMismatch, type UploadedPart } from './part-uploads.js';

/** A part in a file that holds the whole upload, each part at its offset. */
export type PlacedPart = PartPlace & UploadedPart;

const isSame = (a: PlacedPart | undefined, b: PlacedPart): boolean =>
  a?.offsetBytes === b.offsetBytes && a.sizeBytes === b.sizeBytes && a.etag === b.etag;

const overlap = (a: PlacedPart, b: PlacedPart): boolean =>
  a.offsetBytes < b.offsetBytes + b.sizeBytes && b.offsetBytes < a.offsetBytes + a.sizeBytes;

/** Whether only one of these can hold: they have the same number, or want the same bytes. */
export const clash = (a: PlacedPart, b: PlacedPart): boolean => a.number === b.number || overlap(a, b);

/** Numbers of the parts that do not hold any longer once this one is written; null when it is there already. */
export function replacedBy(part: PlacedPart, stored: ReadonlyMap<number, PlacedPart>): number[] | null {
  if (isSame(stored.get(part.number), part)) return null;
  return [...stored.values()].filter((other) => clash(other, part)).map((other) => other.number);
}

/** Each part where it stands when the one before it ends there. */
export function placeInOrder(parts: UploadedPart[]): PlacedPart[] {
  let endBytes = 0;
  return parts.map((part) => {
    const offsetBytes = endBytes;
    endBytes += part.sizeBytes;
    return { ...part, offsetBytes };
  });
}

/** @throws Problem `parts-mismatch` unless each part is stored where it stands in this list */
export function checkPlaces(parts: PlacedPart[], stored: ReadonlyMap<number, PlacedPart>): void {
  for (const { number, offsetBytes } of parts) {
    const storedAt = stored.get(number)?.offsetBytes;
    if (storedAt !== offsetBytes) {
      throw partsMismatch(
        `Part ${number} was stored at byte ${storedAt}, but the parts before it end at ${offsetBytes}.`,
      );
    }
  }
}
