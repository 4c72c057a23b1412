import type { Base, Queue, QueuedFile, SeenUpload, TypedDraft } from './queue.js';
import { resume, step, without } from './queue.js';

/** An upload that the server has begun and does not have whole. `expiresAt` is when the server gives it up. */
export interface UnfinishedUpload extends SeenUpload {
  id: string;
  fileName: string;
  title: string;
  sizeBytes: number;
  fingerprint: string | null;
  /** The video whose file it replaces. */
  replaces: string | null;
}

/** What is known of a file before its first byte is sent. */
export interface CheckedFile {
  fingerprint: string;
  /** Its own upload, which was begun before. */
  unfinished?: { upload: UnfinishedUpload; base: Base } | undefined;
  /** The same file, which has arrived before. */
  first?: { id: string; title: string } | undefined;
  /** What was typed for it when it was chosen before. */
  typed?: TypedDraft | undefined;
}

const isSame = (item: QueuedFile, { key, sizeBytes }: QueuedFile, fingerprint: string): boolean =>
  item.key !== key && item.fingerprint === fingerprint && item.sizeBytes === sizeBytes;

/** Files that are still of interest: the same one may be sent again after it has arrived or was cancelled. */
const isOpen = ({ phase }: QueuedFile): boolean => phase.at !== 'arrived' && phase.at !== 'cancelled';

/** What was typed for an upload counts before what the server has, and is saved over what the server had then. */
export function wordsOf(now: Base, typed: TypedDraft | undefined): Pick<QueuedFile, 'draft' | 'savedDraft' | 'base'> {
  const base = typed?.base ?? now;
  return { base, savedDraft: base.draft, draft: typed?.draft ?? base.draft };
}

function goOn(item: QueuedFile, { fingerprint, unfinished, first, typed }: CheckedFile): QueuedFile {
  const checked = { ...item, fingerprint };
  if (unfinished) {
    const { upload, base } = unfinished;
    const known = { videoId: upload.id, sentBytes: upload.receivedBytes };
    return { ...checked, ...known, ...wordsOf(base, typed), phase: { at: 'waiting' } };
  }
  const nothing = { videoId: undefined, savedDraft: undefined, base: undefined, sentBytes: 0 };
  const anew = { ...checked, ...nothing, draft: typed?.draft ?? item.draft };
  return { ...anew, phase: first && !item.isCopyWanted ? { at: 'duplicate', first } : { at: 'waiting' } };
}

/** The file was chosen for an upload, and is not the one that was begun. */
const mismatch = (queue: Queue, card: string, name: string): Queue =>
  step(queue, card, (item) =>
    item.phase.at === 'needs-file'
      ? { ...item, phase: { ...item.phase, handle: undefined, trouble: { what: 'other-file', name } } }
      : item,
  );

/** A file that has been looked at joins the upload that it belongs to, is known already, or gets into line. */
export function settleCheck(queue: Queue, key: string, checked: CheckedFile): Queue {
  const item = queue.find((candidate) => candidate.key === key);
  if (item?.phase.at !== 'checking') return queue;
  const twin = queue.find((other) => isOpen(other) && isSame(other, item, checked.fingerprint));
  const card = queue.find((other) => other.key === item.chosenFor && other.phase.at === 'needs-file');
  if (card && twin?.key !== card.key) return without(mismatch(queue, card.key, item.name), key);
  if (!twin) return step(queue, key, (found) => goOn(found, checked));
  const rest = without(queue, key);
  if (twin.phase.at === 'needs-file')
    return step(rest, twin.key, (card) => ({ ...card, file: item.file, phase: { at: 'waiting' } }));
  if (twin.phase.at === 'refused') return step(rest, twin.key, (card) => resume({ ...card, file: item.file }));
  return rest;
}
