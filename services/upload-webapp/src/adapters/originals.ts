import type { Readable } from 'node:stream';
import { sourceKey } from '@kinora/contracts';
import { type ByteRange, type FileClient, ObjectNotFound } from '@kinora/file-client';

/** Reads the file of a video as it was uploaded. Null when it is not kept any more. */
export type OpenOriginal = (videoId: string, range: ByteRange, signal: AbortSignal) => Promise<Readable | null>;

export const openOriginals =
  (files: Pick<FileClient, 'get'>): OpenOriginal =>
  async (videoId, range, signal) => {
    try {
      return (await files.get(sourceKey(videoId), { range, signal })).body;
    } catch (error) {
      if (error instanceof ObjectNotFound) return null;
      throw error;
    }
  };
