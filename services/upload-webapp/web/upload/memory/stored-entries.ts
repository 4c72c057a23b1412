/** More than anybody leaves unfinished; the oldest go first. */
const KEPT_MAX = 100;

/** A few values under names, kept in this browser. */
export interface StoredEntries<Value> {
  get(name: string): Value | undefined;
  keep(name: string, value: Value): void;
  forget(name: string): void;
}

export function createStoredEntries<Value>(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  storageKey: string,
): StoredEntries<Value> {
  function read(): Record<string, Value> {
    try {
      return JSON.parse(storage.getItem(storageKey) ?? '{}') as Record<string, Value>;
    } catch {
      return {};
    }
  }

  function write(entries: [string, Value][]): void {
    try {
      storage.setItem(storageKey, JSON.stringify(Object.fromEntries(entries.slice(-KEPT_MAX))));
    } catch {
      // A browser that keeps nothing still uploads.
    }
  }

  const others = (name: string) => Object.entries(read()).filter(([key]) => key !== name);

  return {
    get: (name) => read()[name],
    keep: (name, value) => write([...others(name), [name, value]]),
    forget: (name) => write(others(name)),
  };
}
