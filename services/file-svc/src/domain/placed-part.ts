import { type PartPlace, partsMismatch, type UploadedPart } from './part-uploads.js';

/** A part in a file that holds the whole upload, each part at its offset. */
export type PlacedPart = PartPlace & UploadedPart;

const isSame = (a: PlacedPart | undefined, b: PlacedPart): boolean =>
  a?.offsetBytes === b.offsetBytes && a.sizeBytes === b.sizeBytes && a.etag === b.etag;

const overlap = (a: PlacedPart, b: PlacedPart): boolean =>
  a.offsetBytes < b.offsetBytes + b.sizeBytes && b.offsetBytes < a.offsetBytes + a.sizeBytes;

/** Numbers of the parts that do not hold any longer once this one is written; null when it is there already. */
export function replacedBy(part: PlacedPart, stored: ReadonlyMap<number, PlacedPart>): number[] | null {
  if (isSame(stored.get(part.number), part)) return null;
  const replaced = [...stored.values()].filter((other) => other.number === part.number || overlap(other, part));
  return replaced.map((other) => other.number);
}

/** @throws Problem `parts-mismatch` unless each part stands where the one before it ends */
export function checkPlaces(parts: UploadedPart[], stored: ReadonlyMap<number, PlacedPart>): void {
  let endBytes = 0;
  for (const { number, sizeBytes } of parts) {
    const offsetBytes = stored.get(number)?.offsetBytes;
    if (offsetBytes !== endBytes) {
      throw partsMismatch(
        `Part ${number} was stored at byte ${offsetBytes}, but the parts before it end at ${endBytes}.`,
      );
    }
    endBytes += sizeBytes;
  }
}
