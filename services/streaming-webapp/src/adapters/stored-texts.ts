import { text } from 'node:stream/consumers';
import { type FileClient, ObjectNotFound } from '@kinora/file-client';

/** Reads a playlist or WebVTT out of the store; undefined when there is none. */
export type ReadText = (key: string) => Promise<string | undefined>;

export const readTexts =
  (files: Pick<FileClient, 'get'>): ReadText =>
  async (key) => {
    try {
      return await text((await files.get(key)).body);
    } catch (error) {
      if (error instanceof ObjectNotFound) return undefined;
      throw error;
    }
  };
