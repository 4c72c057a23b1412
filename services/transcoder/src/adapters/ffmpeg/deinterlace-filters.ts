import type { Deinterlacing } from '../../domain/plan/deinterlace.js';
import type { Size } from '../../domain/plan/display-size.js';

const PARITY = { top: 'tff', bottom: 'bff' } as const;

const options = ({ firstField, frames }: Deinterlacing): string =>
  `parity=${firstField ? PARITY[firstField] : 'auto'}:deint=${frames === 'all' ? 'all' : 'interlaced'}`;

/**
 * Of frames in a row: what moves is told from what stands still by the frames around. One frame out for each frame in. All
 * must have one size, which broadcasts change in their midst.
 */
export const deinterlaceFilters = (plan: Deinterlacing | null, { width, height }: Size): string[] =>
  plan ? [`scale=${width}:${height}`, `bwdif=mode=send_frame:${options(plan)}`] : [];

/** Of single frames, from one field of each: nothing is known of the moments around. */
export const deinterlaceOne = (plan: Deinterlacing | null): string[] =>
  plan ? [`estdif=mode=frame:${options(plan)}`] : [];
