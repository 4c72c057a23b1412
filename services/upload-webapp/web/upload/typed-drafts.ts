import type { Draft } from './queue.js';

/** More than anybody leaves unfinished; the oldest go first. */
const KEPT_MAX = 100;

export interface TypedDrafts {
  get(fingerprint: string): Draft | undefined;
  keep(fingerprint: string, draft: Draft): void;
  forget(fingerprint: string): void;
}

/** What was typed for a file and is not yet on the server, kept in this browser under the file's fingerprint. */
export function createTypedDrafts(storage: Pick<Storage, 'getItem' | 'setItem'>, storageKey: string): TypedDrafts {
  function read(): Record<string, Draft> {
    try {
      return JSON.parse(storage.getItem(storageKey) ?? '{}') as Record<string, Draft>;
    } catch {
      return {};
    }
  }

  function write(entries: [string, Draft][]): void {
    try {
      storage.setItem(storageKey, JSON.stringify(Object.fromEntries(entries.slice(-KEPT_MAX))));
    } catch {
      // A browser that keeps nothing still uploads.
    }
  }

  const others = (fingerprint: string) => Object.entries(read()).filter(([key]) => key !== fingerprint);

  return {
    get: (fingerprint) => read()[fingerprint],
    keep: (fingerprint, draft) => write([...others(fingerprint), [fingerprint, draft]]),
    forget: (fingerprint) => write(others(fingerprint)),
  };
}
