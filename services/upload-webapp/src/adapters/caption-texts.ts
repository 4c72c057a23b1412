import { text } from 'node:stream/consumers';
import { type FileClient, ObjectNotFound } from '@kinora/file-client';

/** Reads stored WebVTT. Null when it was replaced or deleted meanwhile. */
export type OpenCaptions = (textPath: string) => Promise<string | null>;

export const openCaptions =
  (files: Pick<FileClient, 'get'>): OpenCaptions =>
  async (textPath) => {
    try {
      return await text((await files.get(textPath)).body);
    } catch (error) {
      if (error instanceof ObjectNotFound) return null;
      throw error;
    }
  };
