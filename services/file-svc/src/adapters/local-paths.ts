import path from 'node:path';

/** No key holds this character, so that partial names can be taken apart again and never meet an object's. */
const SEPARATOR = '~';

/** Where a local store keeps what. Partial files stand beside the objects, on the same file system, in one flat folder. */
export function localPaths(root: string) {
  const partialFolder = path.join(root, '.partial');
  const flat = (keyOrPrefix: string) => keyOrPrefix.replaceAll('/', SEPARATOR);
  return {
    partialFolder,
    object: (key: string) => path.join(root, key),
    /** A file that takes an object whole, or the folder of an upload in parts. */
    partial: (key: string, id: string) => path.join(partialFolder, `${flat(key)}${SEPARATOR}${SEPARATOR}${id}`),
    /** In the folder of an upload in parts: which parts there are. */
    ledger: (folder: string) => path.join(folder, 'parts.jsonl'),
    /** In the same folder: the object to be, each part at its offset. */
    bytes: (folder: string) => path.join(folder, 'bytes'),
    /** True for the name of what an upload of this key, or of a key under this prefix, holds. */
    isPartialOf: (name: string, keyOrPrefix: string) =>
      name.startsWith(keyOrPrefix.endsWith('/') ? flat(keyOrPrefix) : flat(keyOrPrefix) + SEPARATOR + SEPARATOR),
  };
}

export type LocalPaths = ReturnType<typeof localPaths>;
