import { createStoredEntries } from '../memory/stored-entries.js';
import type { UploadMemory } from '../memory/upload-memory.js';

/** What a browser remembers, as long as a test lasts. */
export function testMemory(): UploadMemory {
  const items = new Map<string, string>();
  const handles = new Map<string, FileSystemFileHandle>();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
  return {
    typed: createStoredEntries(storage, 'typed'),
    paused: createStoredEntries(storage, 'paused'),
    files: {
      get: async (fingerprint) => handles.get(fingerprint),
      keep: async (fingerprint, handle) => void handles.set(fingerprint, handle),
      forget: async (fingerprint) => void handles.delete(fingerprint),
    },
  };
}
