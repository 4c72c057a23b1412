/** What is shown of a fraction that may fall. */
export interface NeverFalling {
  /** The fraction counts anew from its next value on. */
  restart(): void;
  set(fraction: number): void;
  shown(): number;
}

/**
 * Shows a fraction that falls, when unexpected work comes or an attempt begins anew, as one that never does and never stands
 * still for it: what is left of it is spread over what was left to show.
 */
export function createNeverFalling(from: number): NeverFalling {
  let shown = from;
  let anchor: { fraction: number; shown: number } | undefined;
  return {
    restart() {
      anchor = undefined;
    },
    set(fraction) {
      anchor ??= { fraction, shown: Math.max(shown, fraction) };
      const left = 1 - anchor.fraction;
      const part = left > 0 ? (fraction - anchor.fraction) / left : 1;
      shown = Math.max(shown, anchor.shown + part * (1 - anchor.shown));
    },
    shown: () => shown,
  };
}
