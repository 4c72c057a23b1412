/** What is wrong at a line of a file. Lines count from 1. */
export interface Mistake {
  line: number;
  detail: string;
}

/**
 * Why a file is not taken. `not-captions`: it is something else; `encoding`: its characters cannot be told; `mistakes`: they are
 * captions, and wrong in places.
 */
export class CaptionFault extends Error {
  constructor(
    readonly kind: 'not-captions' | 'encoding' | 'mistakes',
    detail: string,
    readonly mistakes: readonly Mistake[] = [],
  ) {
    super(detail);
  }
}
