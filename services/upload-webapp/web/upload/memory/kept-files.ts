const DATABASE = 'kinora';
const FILES = 'files';

/** Handles of files under their fingerprints. It is quiet where a browser keeps nothing. */
export interface KeptFiles {
  get(fingerprint: string): Promise<FileSystemFileHandle | undefined>;
  keep(fingerprint: string, handle: FileSystemFileHandle): Promise<void>;
  forget(fingerprint: string): Promise<void>;
}

const answerOf = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function ask<Answer>(
  mode: IDBTransactionMode,
  question: (files: IDBObjectStore) => IDBRequest<Answer>,
): Promise<Answer | undefined> {
  try {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(FILES);
    const database = await answerOf(opening);
    const answer = await answerOf(question(database.transaction(FILES, mode).objectStore(FILES)));
    database.close();
    return answer;
  } catch {
    return undefined;
  }
}

/** Only IndexedDB keeps handles over a reload (WICG File System Access, "Storing file handles in IndexedDB"). */
export const createKeptFiles = (): KeptFiles => ({
  get: (fingerprint) => ask<FileSystemFileHandle | undefined>('readonly', (files) => files.get(fingerprint)),
  keep: async (fingerprint, handle) => void (await ask('readwrite', (files) => files.put(handle, fingerprint))),
  forget: async (fingerprint) => void (await ask('readwrite', (files) => files.delete(fingerprint))),
});
