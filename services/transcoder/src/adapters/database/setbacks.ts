import { countSetback, type Setbacks } from '../../domain/transitions.js';
import type { TranscodeRow } from './locks.js';

type SetbackColumns = Pick<TranscodeRow, 'losses' | 'passing_faults' | 'setback_segments'>;

/** What a row has to say after one setback more. */
export function afterSetback(row: TranscodeRow, what: 'losses' | 'passingFaults'): SetbackColumns {
  const { losses, passing_faults: passingFaults, setback_segments: storedSegments } = row;
  const setbacks: Setbacks = countSetback({ losses, passingFaults, storedSegments }, what, row.stored_segments);
  return {
    ...{ losses: setbacks.losses, passing_faults: setbacks.passingFaults },
    setback_segments: setbacks.storedSegments,
  };
}
