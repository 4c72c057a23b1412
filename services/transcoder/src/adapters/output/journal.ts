import { hlsPrefix } from '@kinora/contracts';
import type { FileClient } from '@kinora/file-client';
import type { Rendition } from '../../domain/hls/rendition.js';
import type { TranscodePlan } from '../../domain/plan/transcode-plan.js';
import {
  fingerprintOf,
  type JournalStep,
  readJournal,
  type StoredRendition,
  writeJournal,
} from '../../domain/resume/journal.js';
import type { Claim } from '../../domain/transcode-deps.js';

/** Within the folder of an attempt. */
export const JOURNAL_FILE = 'journal.json';

/** Gets what is stored of a step by now; null once its last segment is known, which may have become longer than it was. */
export type StoredSoFar = () => Promise<StoredRendition[] | null>;

/** What this attempt and those before it have stored, for the attempt after it. */
export interface Journal {
  /** What is stored of a step; null when nothing of it can be used. */
  stepOf(plan: TranscodePlan): JournalStep | null;
  /** A rendition of any finished step. */
  finished(name: string): StoredRendition | null;
  /** How many segments are written down, of all steps. */
  storedSegments(): number;
  /** More of a step is stored. It is written down soon. */
  offer(plan: TranscodePlan, soFar: StoredSoFar): void;
  /** Parts of the source could not be decoded in a step. It is written down with what is stored next. */
  noteDamage(plan: TranscodePlan): void;
  /** A step is whole. Resolves when that is written down, or could not be. */
  finish(plan: TranscodePlan, renditions: Rendition[]): Promise<void>;
  /** Nothing of a step can be used. */
  drop(plan: TranscodePlan): void;
  /** Writes down what is not written yet, and no more after that. */
  close(): Promise<void>;
}

export interface JournalOptions {
  files: FileClient;
  claim: Claim;
  everyMs: number;
  /** How long the last write may take. */
  closeTimeoutMs: number;
  /** Makes the journal of this attempt the one that counts. */
  onFirstWrite: (key: string) => Promise<void>;
  onError: (error: unknown) => void;
}

async function readSteps(files: FileClient, { videoId, journalKey }: Claim): Promise<JournalStep[]> {
  if (journalKey === null) return [];
  const text = await files.getText(journalKey);
  return text === null ? [] : (readJournal(text, hlsPrefix(videoId)) ?? []);
}

type Entry = JournalStep & { soFar?: StoredSoFar | undefined };

const countSegments = (steps: Iterable<JournalStep>): number =>
  [...steps].flatMap(({ renditions }) => renditions).reduce((sum, { segments }) => sum + segments.length, 0);

/** Opens the journal with what the attempts before have written down. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { files, claim, everyMs, onFirstWrite, onError } = options;
  const key = `${hlsPrefix(claim.videoId)}${claim.attempt}/${JOURNAL_FILE}`;
  const entries = new Map<string, Entry>((await readSteps(files, claim)).map((step) => [step.plan, step]));
  let timer: NodeJS.Timeout | undefined;
  let isKnown = false;
  let storedSegments = countSegments(entries.values());
  let last = Promise.resolve();

  const refresh = async (entry: Entry) => {
    entry.renditions = (await entry.soFar?.()) ?? entry.renditions;
  };
  const write = async (signal?: AbortSignal) => {
    await Promise.all([...entries.values()].map(refresh));
    const steps = [...entries.values()];
    const text = writeJournal(steps);
    const segments = countSegments(steps);
    await files.put(key, Buffer.from(text), signal ? { signal } : {});
    if (!isKnown) await onFirstWrite(key);
    isKnown = true;
    storedSegments = segments;
  };
  /** One write at a time; what fails is written with the next one. */
  const writeNext = (signal?: AbortSignal): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    last = last.then(() => write(signal)).catch(onError);
    return last;
  };
  /** Two steps may make a rendition of the same name, into the same folder: only the later one is there. */
  const entryOf = (plan: TranscodePlan, names: string[]): Entry => {
    const fingerprint = fingerprintOf(plan);
    for (const [other, { renditions }] of entries)
      if (other !== fingerprint && renditions.some(({ name }) => names.includes(name))) entries.delete(other);
    const entry = entries.get(fingerprint) ?? {
      plan: fingerprint,
      isFinished: false,
      isDamaged: false,
      renditions: [],
    };
    entries.set(fingerprint, entry);
    return entry;
  };
  const namesOf = ({ copy, rungs, audio }: TranscodePlan) =>
    [...(copy ? [copy] : []), ...rungs, ...audio].map(({ name }) => name);

  return {
    stepOf: (plan) => entries.get(fingerprintOf(plan)) ?? null,
    finished: (name) =>
      [...entries.values()]
        .filter(({ isFinished }) => isFinished)
        .flatMap(({ renditions }) => renditions)
        .find((rendition) => rendition.name === name) ?? null,
    storedSegments: () => storedSegments,
    offer(plan, soFar) {
      entryOf(plan, namesOf(plan)).soFar = soFar;
      timer ??= setTimeout(() => void writeNext(), everyMs);
    },
    noteDamage(plan) {
      entryOf(plan, namesOf(plan)).isDamaged = true;
    },
    finish(plan, renditions) {
      Object.assign(entryOf(plan, namesOf(plan)), { isFinished: true, renditions, soFar: undefined });
      return writeNext();
    },
    drop: (plan) => void entries.delete(fingerprintOf(plan)),
    async close() {
      if (timer) await writeNext(AbortSignal.timeout(options.closeTimeoutMs));
      await last;
    },
  };
}
