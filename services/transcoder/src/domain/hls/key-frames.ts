import { readFragment } from './fragment.js';

/** A key frame that can be fetched alone: from its fragment's header to the end of its data. */
export interface KeyFrame {
  offsetBytes: number;
  sizeBytes: number;
  /** Against the start of its segment. */
  startSeconds: number;
}

/** The `moof` box of a fragment, and where it stands in its segment. */
export interface FragmentHeader {
  offsetBytes: number;
  moof: Buffer;
}

/**
 * The key frames that the fragments of a segment begin with. Others need the header of their fragment, and all before them.
 * @param durationSeconds of the segment
 */
export function findKeyFrames(headers: FragmentHeader[], durationSeconds: number): KeyFrame[] {
  const read = headers.map(({ offsetBytes, moof }) => {
    const { samples = [], dataOffsetBytes = 0 } = readFragment(moof) ?? {};
    const durationTicks = samples.reduce((sum, sample) => sum + sample.durationTicks, 0);
    return { offsetBytes, first: samples[0], dataOffsetBytes, durationTicks };
  });
  const totalTicks = read.reduce((sum, { durationTicks }) => sum + durationTicks, 0);
  let ticks = 0;
  return read.flatMap(({ offsetBytes, first, dataOffsetBytes, durationTicks }) => {
    const startSeconds = totalTicks > 0 ? (ticks / totalTicks) * durationSeconds : 0;
    ticks += durationTicks;
    if (!first?.isSync || first.sizeBytes === 0) return [];
    return [{ offsetBytes, sizeBytes: dataOffsetBytes + first.sizeBytes, startSeconds }];
  });
}
