import type { Problem } from '@kinora/service-kit';

/** Ends the writing of an upload from outside of it. */
export class Stopped extends Error {
  /**
   * @param told what the client that was writing hears of it, if it still listens
   * @param keepsBytes whether what has come in so far may still be stored. Not when somebody else goes on from the last
   *   stored offset already.
   */
  constructor(
    readonly told: Problem,
    readonly keepsBytes: boolean,
  ) {
    super(told.message, { cause: told.cause });
  }
}
