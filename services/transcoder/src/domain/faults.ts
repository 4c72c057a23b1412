import { FAILURES, type FailureCode } from '@kinora/contracts';

/** The video itself cannot be converted: it fails at once, and trying again would change nothing. */
export class PermanentFault extends Error {
  constructor(
    readonly code: FailureCode,
    {
      detail = FAILURES[code],
      log = null,
      cause,
    }: { detail?: string; log?: string | null | undefined; cause?: unknown } = {},
  ) {
    super(detail, { cause });
    this.name = 'PermanentFault';
    /** The program's own words, for the operator. */
    this.log = log;
  }
  readonly log: string | null;
}

/** The source's own picture would not play everywhere as it is, which shows in its bytes alone: it is encoded instead. */
export class NotCopyable extends PermanentFault {
  override readonly name = 'NotCopyable';
  /** @param why in words, after “the source is not copied:” */
  constructor(readonly why: string) {
    super('transcode-failed', { log: why });
  }
}

/** Something that the video needs is away for the moment (storage, database, disk space): it is put off, never failed at once. */
export class PassingFault extends Error {
  override readonly name = 'PassingFault';
}

/** ffmpeg ran but came no further for too long. Tried again once. */
export class StalledFault extends Error {
  override readonly name = 'StalledFault';
  constructor(
    readonly stalledMs: number,
    readonly log: string | null,
  ) {
    super(`ffmpeg made no progress for ${stalledMs} ms`);
  }
}

/** This process is asked to end: the video goes back to the queue as it was. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
}

/** Something more urgent waits: the video goes back to the queue, and its next turn goes on with it. */
export class Yielding extends Error {
  override readonly name = 'Yielding';
}

/** The video was deleted, or another worker has it now: nothing may be written any more. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}
