import type { FileHashes } from '../file-hashes.js';

/** The SHA-256 of a file, read once: a pause or a lost network does not begin it anew. */
export function hashOnce({ sha256 }: Pick<FileHashes, 'sha256'>): (file: File) => Promise<string> {
  const begun = new WeakMap<File, Promise<string>>();
  return (file) => {
    const hash = begun.get(file) ?? sha256(file);
    begun.set(file, hash);
    hash.catch(() => begun.delete(file));
    return hash;
  };
}
