import { type Failure, failure } from '@kinora/contracts';
import { PassingFault, PermanentFault, Stopping, Superseded, Yielding } from './faults.js';
import type { Claim, Published } from './transcode-deps.js';
import { type Patience, passingDelayMs } from './transitions.js';

export type ClaimResult =
  | { kind: 'claimed'; claim: Claim }
  /** Another worker is at it. */
  | { kind: 'busy' }
  /** Ready, failed, deleted, or not uploaded yet. */
  | { kind: 'nothing-to-do' };

/** Why a video is given back unfinished. The last two count, see `countSetback`. */
export type GivenBack = 'stopping' | 'yielding' | 'passing' | 'lost';

/** Every write but the claim takes effect only while the claim holds; the answer of most says whether it did. */
export interface TranscodeRecords {
  claim(videoId: string): Promise<ClaimResult>;
  holds(claim: Claim): Promise<boolean>;
  publish(claim: Claim, published: Published): Promise<boolean>;
  fail(claim: Claim, failure: Failure, log: string | null): Promise<boolean>;
  /** @returns how often it happened since the video last came further; 0 when the claim does not hold any more */
  giveBack(claim: Claim, why: GivenBack): Promise<number>;
}

export interface ProcessDeps {
  records: TranscodeRecords;
  patience: Patience;
  /** How long to wait for a video that another worker has. */
  busyDelayMs: number;
  /** Converts, and keeps the claim alive meanwhile. */
  transcode(claim: Claim): Promise<Published>;
  /** Removes every object of the video. */
  removeOutput(videoId: string): Promise<void>;
  /** Removes what the published stream does not need. */
  removeUnused(claim: Claim, published: Published): Promise<void>;
  /** True for errors that say that something outside is away. */
  isAway(error: unknown): boolean;
  note(claim: Claim, what: string, error?: unknown): void;
}

/** What the queue does with the job now. */
export type Next = { kind: 'done' } | { kind: 'later'; delayMs: number } | { kind: 'give-back' };

const DONE: Next = { kind: 'done' };

/** What is stored goes first: nothing is left of a video that is seen to have failed. Another worker may be using it by now. */
async function fail(claim: Claim, fault: PermanentFault, deps: ProcessDeps): Promise<Next> {
  if (!(await deps.records.holds(claim))) return DONE;
  await deps.removeOutput(claim.videoId);
  await deps.records.fail(claim, failure(fault.code, fault.message), fault.log);
  deps.note(claim, `failed: ${fault.code}`, fault);
  return DONE;
}

async function putOff(claim: Claim, why: 'passing' | 'lost', error: unknown, deps: ProcessDeps): Promise<Next> {
  const { patience, records } = deps;
  const times = await records.giveBack(claim, why);
  const most = why === 'passing' ? patience.maxPassingFaults : patience.maxLosses;
  deps.note(claim, `put off for the ${times}. time`, error);
  if (times >= most) return fail(claim, new PermanentFault('transcode-failed', { log: String(error) }), deps);
  return { kind: 'later', delayMs: passingDelayMs(times, patience) };
}

async function giveBack(claim: Claim, why: 'stopping' | 'yielding', { records, note }: ProcessDeps): Promise<Next> {
  note(claim, `given back: ${why}`);
  await records.giveBack(claim, why);
  return { kind: 'give-back' };
}

/** Decides what an error means for the video. Errors that nobody foresaw count like a worker that died. */
async function settle(claim: Claim, error: unknown, deps: ProcessDeps): Promise<Next> {
  if (error instanceof Superseded) return DONE;
  if (error instanceof Stopping) return giveBack(claim, 'stopping', deps);
  if (error instanceof Yielding) return giveBack(claim, 'yielding', deps);
  if (error instanceof PermanentFault) return fail(claim, error, deps);
  const passes = error instanceof PassingFault || deps.isAway(error);
  return putOff(claim, passes ? 'passing' : 'lost', error, deps);
}

/** Whether anything that earlier attempts left is: they wrote down what it is, or somebody may be watching it. */
const isOfUse = ({ isPlayable, journalKey, pictures }: Claim): boolean =>
  isPlayable || journalKey !== null || pictures.poster !== null || pictures.storyboard !== null;

async function convert(claim: Claim, deps: ProcessDeps): Promise<Next> {
  if (claim.attempt > 1 && !isOfUse(claim)) await deps.removeOutput(claim.videoId);
  const published = await deps.transcode(claim);
  const visible = await deps.records.publish(claim, published);
  deps.note(claim, visible ? 'ready' : 'finished, but another worker has it by now');
  if (visible)
    await deps.removeUnused(claim, published).catch((error: unknown) => {
      deps.note(claim, 'what the stream does not need could not be removed yet', error);
    });
  return DONE;
}

/**
 * Takes one video from the queue to `ready`, to `failed`, or back. Whatever happens, the video is in one of these three.
 * @throws only when the outcome could not be written; the lease then runs out and the video is taken up again
 */
export async function processVideo(videoId: string, deps: ProcessDeps): Promise<Next> {
  const result = await deps.records.claim(videoId);
  if (result.kind === 'nothing-to-do') return DONE;
  if (result.kind === 'busy') return { kind: 'later', delayMs: deps.busyDelayMs };
  const { claim } = result;
  try {
    return await convert(claim, deps);
  } catch (error) {
    return settle(claim, error, deps).catch((again: unknown) => settle(claim, again, deps));
  }
}
