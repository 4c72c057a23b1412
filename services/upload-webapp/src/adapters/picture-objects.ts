import { CANDIDATES_MAX, candidateKeys, type PosterKeys } from '@kinora/contracts';
import { type FileClient, ObjectNotFound } from '@kinora/file-client';
import type { PictureObjects } from '../domain/poster/change-poster.js';

const folderOf = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1);

interface Candidate {
  number: number;
  keys: PosterKeys;
}

/** Where there is no small one, the other one is small. */
async function findCandidate(files: Pick<FileClient, 'head'>, folder: string, number: number): Promise<Candidate[]> {
  const { poster, thumbnail } = candidateKeys(folder, number);
  const [large, small] = await Promise.all([files.head(poster), files.head(thumbnail)]);
  return large ? [{ number, keys: { poster, thumbnail: small ? thumbnail : poster } }] : [];
}

/** What the transcoder kept to choose from. */
export async function findCandidates(files: Pick<FileClient, 'head'>, automatic: PosterKeys): Promise<Candidate[]> {
  const folder = folderOf(automatic.poster);
  const numbers = Array.from({ length: CANDIDATES_MAX }, (_, at) => at + 1);
  return (await Promise.all(numbers.map((number) => findCandidate(files, folder, number)))).flat();
}

export function createPictureObjects(files: Pick<FileClient, 'head' | 'get' | 'put'>): PictureObjects {
  const copy = async (from: string, to: string) => {
    const { body, sizeBytes } = await files.get(from);
    await files.put(to, body, { sizeBytes });
  };
  const store = async (key: string, base64: string) => {
    const bytes = Buffer.from(base64, 'base64');
    await files.put(key, bytes, { sizeBytes: bytes.length });
  };
  return {
    async store(keys, picture) {
      await store(keys.poster, picture.poster);
      await store(keys.thumbnail, picture.thumbnail);
    },

    async copyCandidate(automatic, number, to) {
      const [candidate] = await findCandidate(files, folderOf(automatic.poster), number);
      if (!candidate) return false;
      try {
        await copy(candidate.keys.poster, to.poster);
        await copy(candidate.keys.thumbnail, to.thumbnail);
        return true;
      } catch (error) {
        if (error instanceof ObjectNotFound) return false;
        throw error;
      }
    },
  };
}
