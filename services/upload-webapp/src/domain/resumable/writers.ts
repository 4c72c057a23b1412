import type { Stopped } from './stopped.js';

interface Writer {
  stop(why: Stopped): void;
  ended: Promise<unknown>;
}

/**
 * Sees to it that one request at a time writes an upload: the newest. An older one is stopped, since its connection may have
 * died without a word, and is waited for. Other processes are kept out by the offset in the row.
 */
export function createWriters() {
  const newest = new Map<string, Writer>();

  /** Ends whoever writes the upload, and resolves when nobody does. */
  async function stop(id: string, why: Stopped): Promise<void> {
    const writer = newest.get(id);
    writer?.stop(why);
    await writer?.ended;
  }

  return {
    stop,

    isWriting: (id: string): boolean => newest.has(id),

    stopAll: async (why: Stopped): Promise<void> => {
      await Promise.all([...newest.keys()].map((id) => stop(id, why)));
    },

    /**
     * Writes, once whoever did so before has ended. The signal's reason is a `Stopped`.
     * @throws Stopped when a newer writer came before this one could begin
     */
    write<Result>(id: string, before: Stopped, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
      const stopping = new AbortController();
      const result = stop(id, before).then(() => {
        stopping.signal.throwIfAborted();
        return work(stopping.signal);
      });
      const writer = { stop: (why: Stopped) => stopping.abort(why), ended: result.catch(() => undefined) };
      newest.set(id, writer);
      void writer.ended.then(() => newest.get(id) === writer && newest.delete(id));
      return result;
    },
  };
}
