import { FIRST_VERSION, type ProblemDocument, type Visibility } from '@kinora/contracts';
import type { StudioVideo } from '../props.js';
import type { FileWithHandle } from './file-handle.js';

/** How many files are sent at once: more would only share the same line, and a browser keeps six connections to one site. */
const SENDING_MAX = 2;

export interface Draft {
  title: string;
  description: string;
  visibility: Visibility;
}

/** The words of a video as the server had them when this page last heard of them. */
export interface Base {
  version: number;
  draft: Draft;
}

/** What a person typed, and over what. */
export interface TypedDraft {
  draft: Draft;
  /** Undefined before the upload is announced. */
  base: Base | undefined;
}

const draftOf = ({ title, description, visibility }: Draft): Draft => ({ title, description, visibility });

export const baseOf = (video: Pick<StudioVideo, 'version'> & Draft): Base => ({
  version: video.version,
  draft: draftOf(video),
});

/** Where a file is on its way to the server. */
export type Phase =
  | { at: 'checking' }
  /** The same file is there already; the person decides. */
  | { at: 'duplicate'; first: { id: string; title: string } }
  | { at: 'waiting' }
  | { at: 'sending' }
  /** `status` is what the server answered, 0 when nothing came; then it goes on with what it did before. */
  | { at: 'retrying'; status: number; retryAtMs: number; next: 'checking' | 'sending' }
  | { at: 'paused' }
  /** Begun before a reload, or in another browser. */
  | NeedsFile
  | { at: 'refused'; problem: ProblemDocument }
  /** The server is not told before the time to undo it is over. */
  | { at: 'cancelled'; before: Phase }
  | { at: 'arrived'; video: StudioVideo };

export interface NeedsFile {
  at: 'needs-file';
  expiresAt: string;
  /** By the person, before the page was left or in another window. */
  isPaused: boolean;
  /** Another window or browser has the file, and sends it. */
  isSentElsewhere: boolean;
  /** With it the browser opens the file again by itself. */
  handle: FileSystemFileHandle | undefined;
  /** Why the file that was chosen or opened again cannot be gone on with. */
  trouble?: { what: 'other-file'; name: string } | { what: 'unreadable' };
}

export interface QueuedFile {
  key: string;
  name: string;
  sizeBytes: number;
  /** Undefined until it is chosen again, for an upload that was begun elsewhere. */
  file: FileWithHandle | undefined;
  /** The card for which it was chosen again. */
  chosenFor: string | undefined;
  fingerprint: string | undefined;
  /** The person knows that the same file has arrived before. */
  isCopyWanted: boolean;
  /** Undefined until the upload is announced. */
  videoId: string | undefined;
  draft: Draft;
  /** Why the server does not take the draft. */
  draftProblem: ProblemDocument | undefined;
  /** What was saved of the draft, as it was typed. */
  savedDraft: Draft | undefined;
  /** What a draft is saved over, and nothing else. */
  base: Base | undefined;
  /** The video as another window has changed it, until the person says whose words count. */
  newer: StudioVideo | undefined;
  /** Raised when other words take the place of those in the form. */
  draftNumber: number;
  sentBytes: number;
  bytesPerSecond: number | undefined;
  /** In a row, without a byte in between. */
  failures: number;
  /** Hex, once the whole file is read. */
  sha256: string | undefined;
  phase: Phase;
}

export type Queue = readonly QueuedFile[];
export type Step = (item: QueuedFile) => QueuedFile;

const RESTING = { bytesPerSecond: undefined };
const PAUSABLE: Phase['at'][] = ['waiting', 'sending', 'retrying'];
const MOVING: Phase['at'][] = ['checking', 'waiting', 'sending', 'retrying'];

export const isPausable = ({ phase }: QueuedFile): boolean => PAUSABLE.includes(phase.at);
/** Whether the page has to stay open for it. */
export const isMoving = ({ phase }: QueuedFile): boolean => MOVING.includes(phase.at);
export const isPaused = ({ phase }: QueuedFile): boolean => phase.at === 'paused';
/** Whether there is something left to be sent, now or later. */
export const isUnsent = (item: QueuedFile): boolean =>
  isMoving(item) || isPaused(item) || item.phase.at === 'duplicate' || item.phase.at === 'needs-file';

const to = (item: QueuedFile, phase: Phase): QueuedFile => ({ ...item, ...RESTING, phase });
const holdsSlot = ({ phase }: QueuedFile): boolean =>
  phase.at === 'sending' || (phase.at === 'retrying' && phase.next === 'sending');

/** One file changes; a step that does not fit where the file is changes nothing. */
export const step = (queue: Queue, key: string, change: Step): Queue =>
  queue.map((item) => (item.key === key ? change(item) : item));

export const pause: Step = (item) => (isPausable(item) ? to(item, { at: 'paused' }) : item);

/**
 * Into line. An announcement may have come through although nobody heard its answer: the file is looked for again before it
 * is announced.
 */
const again = (item: QueuedFile): QueuedFile => to(item, { at: item.videoId ? 'waiting' : 'checking' });

/** Also what a person wants of a duplicate, of a file that waits for another try, and of one that was refused. */
export const resume: Step = (item) => {
  const { phase, file } = item;
  if (!file) return item;
  if (phase.at === 'retrying') return to(item, { at: phase.next });
  if (phase.at === 'refused') return { ...to(item, { at: 'checking' }), failures: 0 };
  if (phase.at === 'duplicate') return { ...to(item, { at: 'waiting' }), isCopyWanted: true };
  return phase.at === 'paused' ? again(item) : item;
};

export const cancel: Step = (item) =>
  item.phase.at === 'cancelled' || item.phase.at === 'arrived'
    ? item
    : to(item, { at: 'cancelled', before: item.phase });

/** What was being done begins anew; a pause, a question and a refusal come back as they were. */
export const undo: Step = (item) => {
  if (item.phase.at !== 'cancelled') return item;
  const { before } = item.phase;
  return before.at === 'sending' || before.at === 'retrying' ? again(item) : to(item, before);
};

export const announced =
  (videoId: string, draft: Draft): Step =>
  (item) => ({ ...item, videoId, savedDraft: draft, base: { version: FIRST_VERSION, draft } });

export const progressed =
  (sentBytes: number, bytesPerSecond: number | undefined): Step =>
  (item) => {
    if (item.phase.at !== 'sending') return item;
    return { ...item, bytesPerSecond, sentBytes, failures: sentBytes > item.sentBytes ? 0 : item.failures };
  };

/** @param delayMs how long to wait after so many failures in a row */
export const lost =
  (status: number, nowMs: number, delayMs: (failures: number) => number): Step =>
  (item) => {
    if (item.phase.at !== 'sending' && item.phase.at !== 'checking') return item;
    const failures = item.failures + 1;
    const retryAtMs = nowMs + delayMs(failures);
    const next = item.videoId ? item.phase.at : 'checking';
    return { ...to(item, { at: 'retrying', status, retryAtMs, next }), failures };
  };

export const refuse =
  (problem: ProblemDocument): Step =>
  (item) =>
    to(item, { at: 'refused', problem });

export const arrive =
  (video: StudioVideo): Step =>
  (item) => ({ ...to(item, { at: 'arrived', video }), sentBytes: item.sizeBytes });

export const edit =
  (draft: Draft): Step =>
  (item) => ({ ...item, draft, draftProblem: undefined });

export const hashed =
  (sha256: string): Step =>
  (item) => ({ ...item, sha256 });

export const saved =
  (savedDraft: Draft, base: Base): Step =>
  (item) => ({ ...item, savedDraft, base });

export const overtaken =
  (newer: StudioVideo): Step =>
  (item) => ({ ...item, newer });

/** What was typed here gives way to the words of the other window. */
export const takeNewer: Step = (item) => {
  if (!item.newer) return item;
  const base = baseOf(item.newer);
  const { draft } = base;
  return { ...item, draft, savedDraft: draft, base, newer: undefined, draftNumber: item.draftNumber + 1 };
};

/** What was typed here is saved over the words of the other window. */
export const keepMine: Step = (item) => (item.newer ? { ...item, base: baseOf(item.newer), newer: undefined } : item);

/** What the server has of an upload. */
export interface SeenUpload extends Pick<NeedsFile, 'expiresAt'> {
  receivedBytes: number;
  isBeingSent: boolean;
}

/** The server was asked for a file that is not sent from this page. */
export const seen =
  ({ receivedBytes, isBeingSent, expiresAt }: SeenUpload, isPaused: boolean): Step =>
  (item) => {
    if (item.phase.at !== 'needs-file') return item;
    // Between two requests nothing is being sent for a moment.
    const isSentElsewhere = isBeingSent || receivedBytes > item.sentBytes;
    return { ...item, sentBytes: receivedBytes, phase: { ...item.phase, expiresAt, isPaused, isSentElsewhere } };
  };

/** The browser has no access any more, or the file is not where it was. */
export const unreadable: Step = (item) =>
  item.phase.at === 'needs-file'
    ? { ...item, phase: { ...item.phase, handle: undefined, trouble: { what: 'unreadable' } } }
    : item;

export const draftRefused =
  (draftProblem: ProblemDocument): Step =>
  (item) => ({ ...item, draftProblem });

export const without = (queue: Queue, key: string): Queue => queue.filter((item) => item.key !== key);

/** The next that wait are sent, as long as there is room. */
export function fillSlots(queue: Queue): Queue {
  let free = SENDING_MAX - queue.filter(holdsSlot).length;
  return queue.map((item) => (item.phase.at === 'waiting' && free-- > 0 ? to(item, { at: 'sending' }) : item));
}
