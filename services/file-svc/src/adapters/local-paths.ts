import { randomBytes } from 'node:crypto';
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
    newPartial: (key: string) =>
      path.join(partialFolder, `${flat(key)}${SEPARATOR}${SEPARATOR}${randomBytes(8).toString('hex')}`),
    /** True for the name of a partial file of this key, or of a key under this prefix. */
    isPartialOf: (name: string, keyOrPrefix: string) =>
      name.startsWith(keyOrPrefix.endsWith('/') ? flat(keyOrPrefix) : flat(keyOrPrefix) + SEPARATOR + SEPARATOR),
  };
}

export type LocalPaths = ReturnType<typeof localPaths>;
